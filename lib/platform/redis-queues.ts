import { Queue, Worker } from 'bullmq'
import { deploymentName } from './deployment-name.ts'
import type { Logger } from './log.ts'
import { type QueueBackend, workerOf } from './queue-backend.ts'
import { createRedisConnections } from './redis-connections.ts'

/** A connection that breaks is made again, and Redis that is away is said elsewhere. */
const lostConnection = /^(ECONN|EPIPE|ETIMEDOUT)|Connection is closed|Socket timeout/

/** BullMQ on Redis, under keys of this database's own. Redis may be away, empty or new at any time: the outbox and the sweep make it good. */
export function createRedisQueues(given: { redisUrl: string; databaseUrl: string; log: Logger }): QueueBackend {
  const { redisUrl, databaseUrl, log } = given
  const connections = createRedisConnections(redisUrl, log)
  let asked: Promise<string> | null = null

  const prefix = () => {
    asked ??= deploymentName(databaseUrl)
    asked.catch(() => {
      asked = null
    })
    return asked
  }

  return {
    ready: async () => void (await connections.forAdding()),
    async open(name) {
      const queue = new Queue(name, { connection: await connections.forAdding(), prefix: await prefix() })
      // Heard before it is ready: its failure to begin is ours to tell.
      queue.on('error', () => undefined)
      await queue.waitUntilReady()
      return queue
    },
    async worker(name, startWorker) {
      const { process, options } = workerOf(startWorker)
      const own = { prefix: await prefix(), ...options }
      const { redis, cut } = connections.forTaking()
      return { worker: new Worker(name, process, { connection: redis, ...own }), cut }
    },
    isAway: (error) => connections.away() || lostConnection.test(`${(error as { code?: unknown }).code} ${error.message}`),
    async close() {
      connections.close()
    },
  }
}
