import { Redis } from 'ioredis'
import { deploymentName } from '#lib/platform/deployment-name.ts'
import type { Platform } from '#lib/platform/index.ts'

/** Deletes every job of this platform's queues, wherever they are, as a crash of the queue would. */
export async function emptyQueue({ env, pool }: Platform): Promise<void> {
  if (env.REDIS_URL === undefined) return void (await pool.query('delete from bullmq.job'))
  const redis = new Redis(env.REDIS_URL)
  try {
    const keys = await redis.keys(`${await deploymentName(env.DATABASE_URL)}:*`)
    if (keys.length > 0) await redis.del(keys)
  } finally {
    redis.disconnect()
  }
}
