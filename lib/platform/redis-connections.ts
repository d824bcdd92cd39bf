import { Redis } from 'ioredis'
import { AppError } from '#lib/core/index.ts'
import type { Logger } from './log.ts'

/** Connections to one Redis, and what is said of its coming and going: one line when it goes away, one when it is back. */
export interface RedisConnections {
  /** The connection for adding jobs: its commands fail at once, or in time, while Redis is away. Throws AppError 'unavailable' then. */
  forAdding(): Promise<Redis>
  /** A connection for a worker: its commands wait for Redis as long as it takes. `cut` ends it, and all that BullMQ made of it. */
  forTaking(): { redis: Redis; cut: () => void }
  /** Whether Redis is known to be away. */
  away(): boolean
  close(): void
}

const connectTimeout = 5_000
/** Longer than any blocking command of BullMQ (10 s). What is silent for longer is dead, and is connected anew. */
const socketTimeout = 20_000
/** An answer to an adding command takes a millisecond. */
const commandTimeout = 2_500
const readyWithinMs = 1_000

/** After a moment at first, then every second: a worker is back at work a second after its Redis. */
const retryStrategy = (times: number) => Math.min(times * 100, 1_000) + Math.floor(Math.random() * 100)
const shared = { connectTimeout, socketTimeout, retryStrategy }
/** Nothing is kept back for later: the outbox keeps it, and asks again. */
const adding = { ...shared, enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout }
/** As BullMQ wants it for workers. */
const taking = { ...shared, maxRetriesPerRequest: null }

export function createRedisConnections(url: string, log: Logger): RedisConnections {
  const cuts = new Set<() => void>()
  let away = false
  let closed = false
  let policySaid = false
  let adder: Redis | null = null

  /** Errors of a connection say only that it is not there: they are said once, with its going. */
  const watch = (redis: Redis, isClosing: () => boolean) => {
    let reason = 'it closed the connection'
    redis.on('error', (error: Error & { code?: string }) => {
      reason = error.message || error.code || reason
    })
    redis.on('close', () => {
      if (away || closed || isClosing()) return
      away = true
      log.warn({ reason }, 'Redis is away: what was asked for waits in the database, and moves when Redis is back')
    })
    redis.on('ready', () => {
      reason = 'it closed the connection'
      if (away) log.info('Redis is back')
      away = false
    })
  }

  const sayPolicy = (policy: string) => {
    if (policySaid) return
    policySaid = true
    const advice = 'Set maxmemory-policy to noeviction on that Redis: full, it would throw jobs away'
    log.warn({ policy }, `${advice}. They would be found again, but late.`)
  }

  return {
    async forAdding() {
      if (adder === null) {
        adder = new Redis(url, adding)
        watch(adder, () => closed)
        hearPolicy(adder, sayPolicy)
      }
      if (adder.status !== 'ready') await ready(adder)
      return adder
    },
    forTaking() {
      const made = new Set<Redis>()
      let cutOff = false
      const redis = new Redis(url, taking)
      watch(redis, () => cutOff)
      const duplicate = redis.duplicate.bind(redis)
      redis.duplicate = (override) => {
        const copy = duplicate(override)
        hearPolicy(copy, sayPolicy)
        made.add(copy)
        return copy
      }
      hearPolicy(redis, sayPolicy)
      made.add(redis)
      const cut = () => {
        cutOff = true
        cuts.delete(cut)
        for (const each of made) each.disconnect()
      }
      cuts.add(cut)
      return { redis, cut }
    },
    away: () => away,
    close() {
      closed = true
      adder?.disconnect()
      for (const cut of cuts) cut()
    },
  }
}

async function ready(redis: Redis): Promise<void> {
  const came = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => came.resolve(false), readyWithinMs)
  const heard = () => came.resolve(true)
  redis.once('ready', heard)
  const there = await came.promise
  clearTimeout(timer)
  redis.off('ready', heard)
  if (!there) throw new AppError('unavailable', 'Redis does not answer.')
}

/** BullMQ asks every connection for INFO, and prints a line of its own for each on a policy that it does not like: ours is said once. */
function hearPolicy(redis: Redis, say: (policy: string) => void): void {
  const ask = redis.info.bind(redis) as (...words: unknown[]) => Promise<string>
  const info = async (...words: unknown[]) => {
    const text = await ask(...words)
    const policy = /^maxmemory_policy:(\S+)/m.exec(text)?.[1]
    if (policy !== undefined && policy !== 'noeviction') say(policy)
    return text.replace(/^maxmemory_policy:.*$/m, '')
  }
  redis.info = info as typeof redis.info
}
