import { type Platform, queueJob, type Tx } from '#lib/platform/index.ts'
import type { ActionRow } from './action-row.ts'

/** Whether everything that has to be done first is done. */
export function predecessorsDone(row: ActionRow): boolean {
  return row.after.every(({ predecessor }) => predecessor.status === 'succeeded')
}

/** Lets a worker claim it, unless it still waits for others; their success does it then. */
export async function enqueueIfReady(
  platform: Platform,
  tx: Tx,
  row: ActionRow,
  options: { fence: number; notBefore?: Date },
): Promise<void> {
  if (!predecessorsDone(row)) return
  const { fence, notBefore } = options
  await queueJob(tx, platform.live, {
    queue: 'actions',
    id: row.id,
    jobId: `${row.id}-${fence}`,
    ...(notBefore === undefined ? {} : { notBefore }),
  })
}
