import { setTimeout as wait } from 'node:timers/promises'
import type { Platform } from '../platform.ts'
import type { QueueName } from '../queue.ts'
import { canaryIds } from './canary-id.ts'
import { noteSent } from './pulse-rows.ts'

/** Sends one canary through each queue. Answers the milliseconds until a worker took it; null: nobody did within `ms`. */
export async function probeQueues(
  platform: Platform,
  { queues, ms }: { queues: readonly QueueName[]; ms: number },
): Promise<Map<QueueName, number | null>> {
  const senderId = platform.ids()
  const until = platform.clock.monotonic() + ms
  try {
    await platform.pool.query(`insert into worker_canary ("senderId", queue) select $1, unnest($2::text[])`, [senderId, queues])
    for (const queue of queues) {
      const number = await noteSent(platform, senderId, queue)
      const ids = canaryIds({ senderId, number, summons: false })
      await platform.queues.add(ids.map((id) => ({ queue, jobId: id.replaceAll('/', '-'), data: { id }, delayMs: 0 })))
    }
    for (;;) {
      const { rows } = await platform.pool.query<{ queue: QueueName; took: number | null }>(
        `select queue, (extract(epoch from "takenAt" - "sentAt") * 1000)::float8 as took from worker_canary where "senderId" = $1`,
        [senderId],
      )
      if (rows.every(({ took }) => took !== null) || platform.clock.monotonic() > until)
        return new Map(rows.map(({ queue, took }) => [queue, took]))
      await wait(50)
    }
  } finally {
    await platform.pool.query('delete from worker_canary where "senderId" = $1', [senderId])
  }
}
