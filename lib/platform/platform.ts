import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { type Clock, systemClock } from './clock.ts'
import { connectionBudget, createDatabase, createPool, type Database, inTransaction, type Tx } from './database.ts'
import { type Env, readEnv } from './env.ts'
import { createLive, type Live } from './live.ts'
import { createLog, type Logger } from './log.ts'
import { createQueues, type Queues } from './queue.ts'
import { createSecrets, type Secrets } from './secrets.ts'

export type ProcessRole = 'web' | 'worker' | 'command'

/** Everything that the rooms above need from the machine, as values: nothing reaches for a global. */
export interface Platform {
  env: Env
  db: Database
  pool: pg.Pool
  clock: Clock
  ids: () => string
  random: () => number
  log: Logger
  live: Live
  queues: Queues
  secrets: Secrets
  close(): Promise<void>
}

export function createPlatform(
  env: Env,
  role: ProcessRole,
  overrides: Partial<Pick<Platform, 'clock' | 'ids' | 'random' | 'log'>> = {},
): Platform {
  const log = overrides.log ?? createLog(env.LOG_LEVEL, role)
  const clock = overrides.clock ?? systemClock
  const pool = createPool(env.DATABASE_URL, connectionBudget[role])
  pool.on('error', (error) => log.warn({ error }, 'a database connection broke; a new one is made'))
  const db = createDatabase(pool)
  const live = createLive({ connectionString: env.DATABASE_URL, pool, now: () => clock.now(), log })
  const queues = createQueues({ databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL, log })
  return {
    env,
    db,
    pool,
    clock,
    ids: overrides.ids ?? uuidv7,
    random: overrides.random ?? Math.random,
    log,
    live,
    queues,
    secrets: createSecrets({
      encryptionKey: role === 'web' ? undefined : env.ENCRYPTION_KEY,
      encryptionPublicKey: env.ENCRYPTION_PUBLIC_KEY,
      auditPublicKey: env.AUDIT_PUBLIC_KEY,
    }),
    async close() {
      await queues.close()
      await live.close()
      await db.$disconnect()
      await pool.end()
    },
  }
}

const held = globalThis as typeof globalThis & { __countersignPlatform?: Platform }

/** The web process's platform: one for all copies of this module that the bundler makes. */
export function getPlatform(): Platform {
  held.__countersignPlatform ??= createPlatform(readEnv(), 'web')
  return held.__countersignPlatform
}

export function withTransaction<T>(platform: Platform, work: (tx: Tx) => Promise<T>, isolationLevel?: 'RepeatableRead'): Promise<T> {
  return inTransaction(platform.db, work, isolationLevel)
}
