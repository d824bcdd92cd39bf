import { type Tx, toJson } from './database.ts'
import type { Platform } from './platform.ts'
import type { QueueName } from './queue.ts'

/** Puts a job into the outbox, in the transaction of the change that causes it; it is enqueued after the commit. */
export async function queueJob(
  tx: Tx,
  live: Platform['live'],
  job: { queue: QueueName; id: string; jobId: string; notBefore?: Date },
): Promise<void> {
  await tx.outbox.create({
    data: {
      queue: job.queue,
      jobId: job.jobId,
      data: toJson({ id: job.id }),
      ...(job.notBefore === undefined ? {} : { notBefore: job.notBefore }),
    },
  })
  live.publish(tx, { type: 'outbox', id: '' })
}

const batchSize = 200

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
      await platform.queues.add(
        rows.map(({ queue, jobId, data, notBefore }) => ({ queue, jobId, data, delayMs: Math.max(0, notBefore.getTime() - now) })),
      )
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
  const unsubscribe = platform.live.subscribe((event) => {
    if (event.type === 'outbox' || event.type === 'reconnected') kick()
  })
  const timer = setInterval(kick, everyMs)
  kick()
  return async () => {
    stopped = true
    clearInterval(timer)
    unsubscribe()
    await running
  }
}
