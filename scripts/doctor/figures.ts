import { statfs } from 'node:fs/promises'
import { type FailingConnection, failingConnections, type StuckGroup, stuckActions, undecidableActions } from '#lib/actions/index.ts'
import { type StuckTurns, stuckTurns } from '#lib/assistant/index.ts'
import { type LogLag, logLag } from '#lib/audit/index.ts'
import { isAppError } from '#lib/core/index.ts'
import type { Env } from '#lib/platform/env.ts'
import type { Platform } from '#lib/platform/index.ts'
import { unappliedMigrations } from '#lib/platform/migrate.ts'
import { probeQueues, readPulses, type WorkerPulse } from '#lib/platform/pulse/index.ts'
import { queueNames } from '#lib/platform/queue.ts'

/** Whether the page answers, and what it says of itself. */
export interface PageFigures {
  url: string
  /** Null: no answer. */
  status: string | null
}

/** Everything that the doctor looks at, as plain values. Ages in milliseconds. */
export interface DoctorFigures {
  page: PageFigures
  disk: { folder: string; freeMegabytes: number }
  database: { unapplied: readonly string[]; skewMs: number }
  /** Null: the tables are not up to date, so nobody looked. */
  work: WorkFigures | null
}

export interface WorkFigures {
  workers: WorkerPulse[]
  /** Milliseconds until a worker took a canary of ours, by queue; null: nobody did. Empty when no worker lives. */
  probe: { queue: string; ms: number | null }[]
  /** Why no canary could be sent: Redis is away. Null: it is not, or nobody tried. */
  queueAway: string | null
  outbox: { count: number; oldestMs: number }
  actions: StuckGroup[]
  turns: StuckTurns[]
  audit: LogLag
  failing: FailingConnection[]
}

const pageTimeoutMs = 3_000
const probeMs = 5_000

/** Where this machine reaches the page, whatever its public address is. */
export function localUrl({ HOST, PORT }: Pick<Env, 'HOST' | 'PORT'>): string {
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`
}

export async function lookAtPage(url: string): Promise<PageFigures> {
  try {
    const answer = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(pageTimeoutMs) })
    return { url, status: ((await answer.json()) as { status?: string }).status ?? 'unknown' }
  } catch {
    return { url, status: null }
  }
}

export async function lookAtDisk(folder: string): Promise<DoctorFigures['disk']> {
  const { bavail, bsize } = await statfs(folder)
  return { folder, freeMegabytes: Math.floor((bavail * bsize) / 1024 / 1024) }
}

export async function lookAtDatabase(platform: Platform, ownerUrl: string): Promise<DoctorFigures['database']> {
  const unapplied = await unappliedMigrations(ownerUrl)
  const before = platform.clock.now().getTime()
  const { rows } = await platform.pool.query<{ now: Date }>('select clock_timestamp() as now')
  const between = (before + platform.clock.now().getTime()) / 2
  return { unapplied, skewMs: Math.round((rows[0]?.now.getTime() ?? between) - between) }
}

export async function lookAtWork(platform: Platform): Promise<WorkFigures> {
  const [workers, outbox, actions, undecidable, turns, audit, failing] = await Promise.all([
    readPulses(platform),
    outboxFigures(platform),
    stuckActions(platform),
    undecidableActions(platform),
    stuckTurns(platform),
    logLag(platform),
    failingConnections(platform),
  ])
  const alive = workers.some((worker) => worker.alive)
  const probed = alive ? await probe(platform) : { probe: [], queueAway: null }
  return { workers, ...probed, outbox, actions: [...actions, ...undecidable], turns, audit, failing }
}

async function probe(platform: Platform): Promise<Pick<WorkFigures, 'probe' | 'queueAway'>> {
  try {
    const probed = await probeQueues(platform, { queues: queueNames, ms: probeMs })
    return { probe: [...probed].map(([queue, ms]) => ({ queue, ms })), queueAway: null }
  } catch (error) {
    if (!isAppError(error, 'unavailable')) throw error
    return { probe: [], queueAway: error.message }
  }
}

/** What is due in the outbox and not delivered. */
async function outboxFigures(platform: Platform): Promise<WorkFigures['outbox']> {
  const { rows } = await platform.pool.query<{ count: number; oldest: Date | null }>(
    'select count(*)::int as count, min("createdAt") as oldest from outbox where "notBefore" <= $1',
    [platform.clock.now()],
  )
  const { count = 0, oldest = null } = rows[0] ?? {}
  return { count, oldestMs: oldest === null ? 0 : Math.max(0, platform.clock.now().getTime() - oldest.getTime()) }
}
