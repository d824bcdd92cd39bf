import { Redis } from 'ioredis'
import pg from 'pg'
import type { Platform } from '../platform.ts'

const patienceMs = 5_000

/**
 * Whether the database and the queue answer someone who comes anew. A process that cannot reach them over the connections that it
 * holds, while a new one works, is what is broken; when a new one fails too, starting again helps nobody.
 */
export async function reachAnew({ env }: Pick<Platform, 'env'>): Promise<boolean> {
  const answers = await Promise.all([askDatabase(env.DATABASE_URL), env.REDIS_URL === undefined ? true : askRedis(env.REDIS_URL)])
  return answers.every(Boolean)
}

async function askDatabase(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: patienceMs, query_timeout: patienceMs })
  client.on('error', () => undefined)
  try {
    await client.connect()
    // A server that only reads cannot carry the work either.
    const { rows } = await client.query<{ reads: boolean }>('select pg_is_in_recovery() as reads')
    return rows[0]?.reads === false
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function askRedis(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: patienceMs, commandTimeout: patienceMs, retryStrategy: () => null })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return (await redis.ping()) === 'PONG'
  } catch {
    return false
  } finally {
    redis.disconnect()
  }
}
