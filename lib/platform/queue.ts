import { createPostgresBackend, type Job, Queue, type QueueOptions, Worker, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import { connectionBudget, createPool } from './database.ts'
import type { Logger } from './log.ts'

/** The queues of the house; a job is an id, nothing else. */
export const queueNames = ['actions', 'prepare', 'turns'] as const
export type QueueName = (typeof queueNames)[number]

export interface QueueJob {
  queue: QueueName
  /** Must be new for each time it should run: `<id>-<fence>`. */
  jobId: string
  data: { id: string }
  delayMs: number
}

export interface Queues {
  add(jobs: readonly QueueJob[]): Promise<void>
  /** Starts a worker; its processor gets the id and must be safe to run twice. Returns the closer, which waits for what runs. */
  work(queue: QueueName, concurrency: number, processor: (id: string) => Promise<void>): () => Promise<void>
  close(): Promise<void>
}

/** So few are added one by one: on PostgreSQL, adding in bulk makes temporary tables, which cost as much as four jobs. */
const fewJobs = 4

const jobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const
type Closable = { close(): Promise<void> }

/** BullMQ on PostgreSQL, or on Redis with `redisUrl`. Nothing else in the house knows which. */
export function createQueues(given: { databaseUrl: string; redisUrl: string | undefined; log: Logger }): Queues {
  const { databaseUrl, redisUrl, log } = given
  // The queue may lose its last moments (the ledger's sweeper moves what was lost), so its commits need not wait for the disk.
  const pool =
    redisUrl === undefined ? createPool(databaseUrl, connectionBudget.queue, '-c search_path=bullmq -c synchronous_commit=off') : null
  const redis = redisUrl === undefined ? null : new Redis(redisUrl, { maxRetriesPerRequest: null })
  const onPostgres = withBackend(createPostgresBackend)
  const opened = new Map<QueueName, Queue>()
  const workers: Closable[] = []

  const connection = () => {
    const held = redis ?? pool
    if (held === null) throw new TypeError('a queue needs PostgreSQL or Redis')
    return held
  }

  const queueOf = (name: QueueName): Queue => {
    const known = opened.get(name)
    if (known !== undefined) return known
    const options = { connection: connection(), defaultJobOptions: jobOptions } as unknown as QueueOptions
    const made = redis === null ? (new onPostgres.Queue(name, options as never) as unknown as Queue) : new Queue(name, options)
    made.on('error', (error: Error) => log.warn({ error, queue: name }, 'the queue had an error'))
    opened.set(name, made)
    return made
  }

  return {
    async add(jobs) {
      for (const name of queueNames) {
        const mine = jobs.filter((job) => job.queue === name)
        if (mine.length === 0) continue
        if (mine.length <= fewJobs) {
          await Promise.all(mine.map(({ jobId, data, delayMs }) => queueOf(name).add(name, data, { ...jobOptions, jobId, delay: delayMs })))
          continue
        }
        await queueOf(name).addBulk(
          mine.map(({ jobId, data, delayMs }) => ({ name, data, opts: { ...jobOptions, jobId, delay: delayMs } })),
        )
      }
    },
    work(queue, concurrency, processor) {
      const run = async (job: Job<{ id: string }>) => processor(job.data.id)
      const options = { connection: connection(), concurrency, ...jobOptions, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } }
      const worker =
        redis === null
          ? (new onPostgres.Worker(queue, run as never, options as never) as unknown as Worker)
          : new Worker(queue, run, options as never)
      worker.on('error', (error: Error) => log.warn({ error, queue }, 'a worker of the queue had an error'))
      worker.on('failed', (job, error) => log.error({ error, queue, id: (job?.data as { id?: string } | undefined)?.id }, 'a job failed'))
      workers.push(worker)
      return () => worker.close()
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close().catch(() => undefined)))
      await Promise.all([...opened.values()].map((queue) => queue.close().catch(() => undefined)))
      await pool?.end()
      redis?.disconnect()
    },
  }
}
