import type { Tx } from './database.ts'
import type { Platform } from './platform.ts'
import type { QueueJob, QueueName } from './queue.ts'
import { toJson } from './to-json.ts'

/**
 * Puts a job into the outbox, in the transaction of the change that causes it; it is enqueued after the commit. `overtaken`: a hint
 * has whoever it is for do it at once, so that the job, which only makes sure of it, may wait a moment for others to go along.
 */
export async function queueJob(
  tx: Tx,
  live: Platform['live'],
  job: { queue: QueueName; id: string; jobId: string; notBefore?: Date; overtaken?: boolean },
): Promise<void> {
  await tx.outbox.create({
    data: {
      queue: job.queue,
      jobId: job.jobId,
      data: toJson({ id: job.id }),
      ...(job.notBefore === undefined ? {} : { notBefore: job.notBefore }),
    },
  })
  hintOutbox(tx, live, job)
}

/** Tells those who deliver the outbox that something is in it. */
export function hintOutbox(on: Tx | Platform['pool'], live: Platform['live'], { overtaken = false }: { overtaken?: boolean } = {}): void {
  live.publish(on, { type: overtaken ? 'outbox.overtaken' : 'outbox', id: '' })
}

const batchSize = 200

/** What a hint has overtaken waits so long for others: delivering and processing one job costs as much as several actions. */
const overtakenMs = 250

/**
 * Moves committed outbox rows to the queue; several processes may do it at once (rows are locked, others skip them).
 * A crash between enqueueing and deleting enqueues again: processors are safe to run twice. The rows are locked no longer than the
 * queue may take (a few seconds), and stay when it takes nothing: then it throws. Answers how many were moved.
 */
export async function deliverOutbox(platform: Platform): Promise<number> {
  const client = await platform.pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ id: string; queue: QueueName; jobId: string; data: { id: string }; notBefore: Date }>(
      'select id, queue, "jobId", data, "notBefore" from outbox order by id for update skip locked limit $1',
      [batchSize],
    )
    if (rows.length > 0) {
      const now = platform.clock.now().getTime()
      const jobs = rows.map(({ queue, jobId, data, notBefore }) => ({
        queue,
        jobId,
        data,
        delayMs: Math.max(0, notBefore.getTime() - now),
      }))
      await platform.queues.add(onceForEach(jobs))
      await client.query('delete from outbox where id = any($1::bigint[])', [rows.map(({ id }) => id)])
    }
    await client.query('commit')
    return rows.length
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

/** Of those that are due and ask for the same, one: whoever does it sees what all of them were put in for. */
function onceForEach(jobs: readonly QueueJob[]): QueueJob[] {
  const due = new Set<string>()
  return jobs.filter(({ queue, data, delayMs }) => {
    if (delayMs > 0) return true
    const wanted = `${queue} ${data.id}`
    return !due.has(wanted) && due.add(wanted)
  })
}

/** Delivers whenever a commit says so, and every `everyMs` in case a hint was lost. Returns the stopper, which waits for what is under way. */
export function startOutbox(platform: Platform, everyMs = 2_000): () => Promise<void> {
  let running: Promise<void> | null = null
  let again = false
  let stopped = false
  let failing = false
  const pump = async () => {
    do {
      again = false
      while (!stopped && (await deliverOutbox(platform)) === batchSize);
    } while (again && !stopped)
    if (failing) platform.log.info('the outbox is delivered again')
    failing = false
  }
  /** Said once: it is tried again every few seconds, for as long as the queue is away. */
  const sayFailing = (error: unknown) => {
    if (!failing) platform.log.warn({ error }, 'the outbox could not be delivered; it is tried again')
    failing = true
  }
  const kick = () => {
    if (stopped) return
    if (running !== null) {
      again = true
      return
    }
    running = pump()
      .catch(sayFailing)
      .finally(() => {
        running = null
        if (again) kick()
      })
  }
  let company: NodeJS.Timeout | undefined
  const kickLater = () => {
    company ??= setTimeout(() => {
      company = undefined
      kick()
    }, overtakenMs)
  }
  const unsubscribe = platform.live.subscribe((event) => {
    if (event.type === 'outbox' || event.type === 'reconnected') kick()
    if (event.type === 'outbox.overtaken') kickLater()
  })
  const timer = setInterval(kick, everyMs)
  kick()
  return async () => {
    stopped = true
    clearInterval(timer)
    clearTimeout(company)
    unsubscribe()
    await running
  }
}
