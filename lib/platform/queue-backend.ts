import { createPostgresBackend, type Queue, type Worker, withBackend } from 'bullmq'
import type pg from 'pg'
import { connectionBudget, createPool } from './database.ts'

/** What BullMQ stands on. The processors get the id that is in their job. */
export interface QueueBackend {
  /** Throws AppError 'unavailable' where adding now would only wait. */
  ready(): Promise<void>
  /** A queue to add to, ready for it. */
  open(name: string): Promise<Queue>
  worker(name: string, given: StartWorker): Promise<StartedWorker>
  /** Whether this says no more than that the backend is away, which it has said itself. */
  isAway(error: Error): boolean
  close(): Promise<void>
}

export interface StartWorker {
  concurrency: number
  run: (id: string) => Promise<void>
}

export interface StartedWorker {
  worker: Worker
  /** Ends its connections, whatever it waits for. Null: it ends by itself. */
  cut: (() => void) | null
}

const removal = { removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } } as const
/** How long BullMQ waits after a connection was refused. */
const runRetryDelay = 1_000

/** The options of a worker on any backend, and its processor. */
export function workerOf({ concurrency, run }: StartWorker) {
  return {
    process: (job: { data: { id: string } }) => run(job.data.id),
    options: { concurrency, ...removal, runRetryDelay },
  }
}

/** BullMQ on PostgreSQL, in its own schema. */
export function createPostgresQueues(databaseUrl: string): QueueBackend {
  // The queue may lose its last moments (the ledger's sweeper moves what was lost), so its commits need not wait for the disk.
  const pool = createPool(databaseUrl, connectionBudget.queue, '-c search_path=bullmq -c synchronous_commit=off')
  // It takes a pool as well as settings for one; the type of its settings does not know that pools have them.
  const connection = pool as pg.Pool & Record<string, unknown>
  const bullmq = withBackend(createPostgresBackend)
  return {
    ready: async () => undefined,
    async open(name) {
      return new bullmq.Queue(name, { connection }) as unknown as Queue
    },
    async worker(name, given) {
      const { process, options } = workerOf(given)
      return { worker: new bullmq.Worker(name, process, { connection, ...options }) as unknown as Worker, cut: null }
    },
    isAway: () => false,
    async close() {
      await pool.end()
    },
  }
}
