import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { findRedisProgram, noRedis, startRedisServer } from '#scripts/test/redis-server.ts'

export interface ChaosRedis {
  url: string
  /** Whether this run started the server, and so may kill it. */
  ours: boolean
  flush(): Promise<void>
  /** Kills it; it is back, empty, after half a second. */
  killAndRestart(): Promise<void>
  stop(): Promise<void>
}

/** Whether this machine has a Redis that can be started. */
export const hasRedisServer = (): boolean => findRedisProgram() !== null

/** A server that keeps nothing on disk: killed, it forgets everything. */
export async function startRedis({ folder, port }: { folder: string; port: number }): Promise<ChaosRedis> {
  const server = await startRedisServer({ folder, port })
  if (server === null) throw new Error(noRedis)
  let stopped = false
  return {
    url: server.url,
    ours: true,
    flush: () => withRedis(server.url, (redis) => redis.flushall()),
    async killAndRestart() {
      await server.kill()
      await wait(500)
      if (!stopped) await server.start()
    },
    async stop() {
      stopped = true
      await server.kill()
    },
  }
}

/** Somebody else's server: only the database that the address names is flushed, and nothing is killed. */
export function borrowRedis(url: string): ChaosRedis {
  return {
    url,
    ours: false,
    flush: () => withRedis(url, (redis) => redis.flushdb()),
    killAndRestart: async () => undefined,
    stop: async () => undefined,
  }
}

async function withRedis(url: string, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 20, retryStrategy: () => 100 })
  redis.on('error', () => undefined)
  try {
    await work(redis)
  } finally {
    redis.disconnect()
  }
}
