import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addBuiltInConnection, addConnector } from '#lib/connectors/index.ts'
import { type Caller, createPerson } from '#lib/people/index.ts'
import { createPlatform, type Platform, readEnv } from '#lib/platform/index.ts'
import { migrate } from '#lib/platform/migrate.ts'
import { publicKeysOf } from '#lib/platform/secrets.ts'
import { ensureDefaultPolicy } from '#lib/policy/index.ts'
import { startEmbeddedPostgres } from '#scripts/postgres/embedded-postgres.ts'
import { noopConnector } from './noop-connector.ts'

export interface LedgerHouse {
  /** The process that asks: what a web process holds, without the web. */
  platform: Platform
  caller: Caller
  ownerUrl: string
  /** The same house as a worker sees it, with the keys that only workers hold; closed with the house. */
  asWorker(): Platform
  /** Starts a worker process. Answers its pid and what ends it. */
  startWorker(): Promise<{ pid: number; stop(signal?: NodeJS.Signals): Promise<void> }>
  close(): Promise<void>
}

const system = { kind: 'system', id: null } as const

/** A ledger on a durable PostgreSQL of its own, with a connection to nothing; its queue on PostgreSQL, or on Redis. */
export async function openLedgerHouse({ redisUrl }: { redisUrl?: string | undefined } = {}): Promise<LedgerHouse> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-ledger-'))
  await chmod(dataDir, 0o711)
  const postgres = await startEmbeddedPostgres({ dataDir })
  const key = randomBytes(32).toString('base64')
  const variables = {
    DATABASE_URL: postgres.urls.app,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    AUTH_SECRET: key,
    ...publicKeysOf(key),
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  }
  await migrate({ ownerUrl: postgres.urls.owner, appUrl: postgres.urls.app })
  const platform = createPlatform(readEnv(variables), 'web')
  addConnector(platform, 'noop', noopConnector)
  await ensureDefaultPolicy(platform)
  await addBuiltInConnection(platform, { kind: 'noop', name: 'noop', actor: system })
  const person = await createPerson(platform, { name: 'Bench', email: 'bench@example.test', roles: ['member'], actor: system })
  const workers = new Set<(signal?: NodeJS.Signals) => Promise<void>>()
  const others: Platform[] = []
  return {
    platform,
    asWorker() {
      const worker = createPlatform(readEnv({ ...variables, ENCRYPTION_KEY: key }), 'worker')
      others.push(worker)
      return worker
    },
    caller: {
      personId: person.id,
      name: 'Bench',
      email: 'bench@example.test',
      roles: ['member'],
      teams: [],
      standsInFor: [],
      apiKeyId: null,
      scopes: [],
      via: 'session',
    },
    ownerUrl: postgres.urls.owner,
    async startWorker() {
      const child = fork(join(import.meta.dirname, 'worker.ts'), [], {
        env: { ...process.env, ...variables, ENCRYPTION_KEY: key },
        execArgv: ['--disable-warning=ExperimentalWarning'],
      })
      const exited = once(child, 'exit')
      await once(child, 'message')
      const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
        child.kill(signal)
        await exited
        workers.delete(stop)
      }
      workers.add(stop)
      return { pid: child.pid ?? 0, stop }
    },
    async close() {
      await Promise.all([...workers].map((stop) => stop('SIGKILL')))
      await Promise.all([platform, ...others].map((each) => each.close()))
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
