import { setTimeout as wait } from 'node:timers/promises'
import type { Queue } from 'bullmq'
import { AppError } from '#lib/core/index.ts'
import type { Logger } from './log.ts'
import { createPostgresQueues, type StartedWorker } from './queue-backend.ts'
import { createRedisQueues } from './redis-queues.ts'

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
  /** Throws AppError 'unavailable' when Redis does not take them in time; some may be taken all the same. */
  add(jobs: readonly QueueJob[]): Promise<void>
  /** Starts a worker; its processor gets the id and must be safe to run twice. Returns the closer, which waits for what runs. */
  work(queue: QueueName, concurrency: number, processor: (id: string) => Promise<void>): () => Promise<void>
  close(): Promise<void>
}

/** So few are added one by one: on PostgreSQL, adding in bulk makes temporary tables, which cost as much as four jobs. */
const fewJobs = 4
/** A Redis that is there takes hundreds of jobs in milliseconds. */
const addWithinMs = 3_000
/** For BullMQ to end by itself, once nothing runs any more; then its connections are cut. */
const closeWithinMs = 1_000
const startAgainMs = 1_000
/** The same complaint of BullMQ is written once in so long: its loops repeat it with every round. */
const sayAgainMs = 60_000

const jobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const

/** BullMQ on PostgreSQL, or on Redis with `redisUrl`. Nothing else in the house knows which. */
export function createQueues(given: { databaseUrl: string; redisUrl: string | undefined; log: Logger }): Queues {
  const { databaseUrl, redisUrl, log } = given
  const backend = redisUrl === undefined ? createPostgresQueues(databaseUrl) : createRedisQueues({ redisUrl, databaseUrl, log })
  const complain = complainer(log, (error) => backend.isAway(error))
  const opened = new Map<QueueName, Promise<Queue>>()
  const closers: (() => Promise<void>)[] = []

  const queueOf = (name: QueueName): Promise<Queue> => {
    const known = opened.get(name)
    if (known !== undefined) return known
    const opening = backend.open(name).then((queue) => queue.on('error', (error) => complain(error, name, 'the queue had an error')))
    opened.set(name, opening)
    // One that could not begin would never work: the next one to add opens another.
    opening.catch(() => opened.delete(name))
    return opening
  }

  const addAll = async (jobs: readonly QueueJob[]) => {
    await backend.ready()
    for (const name of queueNames) {
      const mine = jobs.filter((job) => job.queue === name)
      if (mine.length === 0) continue
      const queue = await queueOf(name)
      if (mine.length <= fewJobs) {
        await Promise.all(mine.map(({ jobId, data, delayMs }) => queue.add(name, data, { ...jobOptions, jobId, delay: delayMs })))
        continue
      }
      await queue.addBulk(mine.map(({ jobId, data, delayMs }) => ({ name, data, opts: { ...jobOptions, jobId, delay: delayMs } })))
    }
  }

  /** Started once the backend can be named; until then, and again after a failure, it is tried every second. */
  const startWorker = async (queue: QueueName, concurrency: number, run: (id: string) => Promise<void>, stopped: () => boolean) => {
    while (!stopped()) {
      try {
        const started = await backend.worker(queue, { concurrency, run })
        started.worker.on('error', (error) => complain(error, queue, 'a worker of the queue had an error'))
        started.worker.on('failed', (job, error) => log.error({ error, queue, id: job?.data?.id }, 'a job failed'))
        return started
      } catch (error) {
        complain(error as Error, queue, 'a worker of the queue could not be started; it is tried again')
        await wait(startAgainMs)
      }
    }
    return null
  }

  return {
    async add(jobs) {
      if (redisUrl === undefined) return addAll(jobs)
      try {
        await within(addWithinMs, addAll(jobs))
      } catch (cause) {
        throw new AppError('unavailable', `Redis did not take the jobs: ${(cause as Error).message}`, { cause })
      }
    },
    work(queue, concurrency, processor) {
      const running = new Set<Promise<void>>()
      let stopped = false
      const run = async (id: string) => {
        const one = processor(id)
        running.add(one)
        await one.finally(() => running.delete(one))
      }
      const starting = startWorker(queue, concurrency, run, () => stopped)
      const end = async () => {
        stopped = true
        const started = await starting
        if (started !== null) await endWorker(started, running)
      }
      let ending: Promise<void> | null = null
      const close = () => {
        ending ??= end()
        return ending
      }
      closers.push(close)
      return close
    },
    async close() {
      await Promise.allSettled(closers.map((close) => close()))
      const closing = [...opened.values()].map(async (opening) => (await opening).close())
      await Promise.allSettled(closing.map((queue) => within(closeWithinMs, queue)))
      await backend.close()
    },
  }
}

/** Waits for what runs; BullMQ itself would also wait for a backend that is away, however long. */
async function endWorker({ worker, cut }: StartedWorker, running: ReadonlySet<Promise<void>>): Promise<void> {
  const closed = worker.close()
  if (cut === null) return closed
  closed.catch(() => undefined)
  while (running.size > 0) await Promise.allSettled(running)
  await within(closeWithinMs, closed).catch(() => undefined)
  cut()
}

/** Writes each complaint of BullMQ, but not with every round of its loops, and not that what is away is away. */
function complainer(log: Logger, isAway: (error: Error) => boolean): (error: Error, queue: QueueName, what: string) => void {
  const said = new Map<string, number>()
  return (error, queue, what) => {
    const now = performance.now()
    const { code } = error as { code?: string | number }
    const key = `${what} ${code ?? error.message}`
    if (isAway(error) || now - (said.get(key) ?? Number.NEGATIVE_INFINITY) < sayAgainMs) return
    if (said.size > 100) said.clear()
    said.set(key, now)
    log.warn({ error, queue }, what)
  }
}

async function within<T>(ms: number, asked: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new AppError('unavailable', `The queue did not answer within ${ms / 1000} s.`)), ms)
  try {
    return await Promise.race([asked, late.promise])
  } finally {
    clearTimeout(timer)
    asked.catch(() => undefined)
  }
}
