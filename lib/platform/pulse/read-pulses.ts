import type { Platform } from '../platform.ts'
import type { QueueName } from '../queue.ts'
import { freshForMs, waitingTooLongMs } from './tunables.ts'

/** A queue as one worker sees it. Ages in milliseconds. */
export interface QueuePulse {
  queue: QueueName
  /** Since its oldest canary that nobody took was sent: what stood before it in line waits longer. Null: nothing waits. */
  waitingMs: number | null
  /** Since somebody last took one of its canaries. */
  takenMs: number | null
  /** Since the worker itself last began a job there. */
  tookMs: number | null
}

/** A worker that lives, or did within the last hour. */
export interface WorkerPulse {
  id: string
  worker: string
  pid: number
  host: string
  version: string
  upMs: number
  seenMs: number
  /** Seen lately, and not ending itself. */
  alive: boolean
  /** Why it ended itself, if it did. */
  lateWhy: string | null
  lateMs: number | null
  queues: QueuePulse[]
}

const age = (column: string) => `(extract(epoch from clock_timestamp() - ${column}) * 1000)::float8`

/** All workers whose pulse is kept, the latest seen first; fifty at most. Ages are taken by the database's clock, which wrote them. */
export async function readPulses(platform: Pick<Platform, 'pool'>): Promise<WorkerPulse[]> {
  const { rows } = await platform.pool.query<WorkerPulse>(
    `select id, worker, pid, host, version, ${age('"startedAt"')} as "upMs", ${age('"seenAt"')} as "seenMs",
       "lateAt" is null and "seenAt" > now() - ${freshForMs} * interval '1 millisecond' as alive,
       "lateWhy", ${age('"lateAt"')} as "lateMs",
       coalesce((select json_agg(json_build_object('queue', queue, 'waitingMs', ${age('"waitingSince"')}, 'takenMs', ${age('"takenAt"')},
         'tookMs', ${age('"tookAt"')}) order by queue) from worker_canary where "senderId" = worker_pulse.id), '[]') as queues
     from worker_pulse order by "seenAt" desc limit 50`,
  )
  return rows
}

/** How the workers stand, in words that say nothing to strangers. */
export interface PulseHealth {
  workers: 'ok' | 'none'
  /** Whether what waits in a queue or in the outbox waits too long. */
  queues: 'ok' | 'slow'
}

/** One statement over small tables: cheap enough for a load balancer that asks every second. */
export async function pulseHealth(platform: Pick<Platform, 'pool'>): Promise<PulseHealth> {
  const { rows } = await platform.pool.query<{ alive: boolean; slow: boolean }>(
    `with alive as (select id from worker_pulse where "lateAt" is null and "seenAt" > now() - ${freshForMs} * interval '1 millisecond')
     select exists (select 1 from alive) as alive,
       exists (select 1 from worker_canary where "senderId" in (select id from alive)
         and "waitingSince" < now() - ${waitingTooLongMs} * interval '1 millisecond')
       or exists (select 1 from outbox where "notBefore" < now() - ${waitingTooLongMs} * interval '1 millisecond') as slow`,
  )
  return { workers: rows[0]?.alive ? 'ok' : 'none', queues: rows[0]?.slow ? 'slow' : 'ok' }
}
