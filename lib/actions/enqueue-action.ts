import { type Platform, queueJob, type Tx } from '#lib/platform/index.ts'
import type { ActionRow } from './action-row.ts'
import type { JobRecord } from './ledger.ts'

/** Whether everything that has to be done first is done. */
export function predecessorsDone(row: Pick<ActionRow, 'after'>): boolean {
  return row.after.every(({ predecessor }) => predecessor.status === 'succeeded')
}

const wakePrefix = 'connection/'

/** The connection in a job of the queue `actions`, or null. */
export function connectionOf(job: string): string | null {
  return job.startsWith(wakePrefix) ? job.slice(wakePrefix.length) : null
}

/** A job that has a worker claim what waits for a connection: one wake-up serves as many actions as there are places. */
export function wakeJob(platform: Platform, connectionId: string, notBefore?: Date) {
  const id = `${wakePrefix}${connectionId}`
  return { queue: 'actions' as const, id, jobId: `wake-${platform.ids()}`, ...(notBefore === undefined ? {} : { notBefore }) }
}

/** The same as the ledger's functions write it, beside the action that causes it. */
export function wakeRecord(platform: Platform, row: Pick<ActionRow, 'id' | 'connectionId'>, notBefore?: Date): JobRecord {
  const { id, ...job } = wakeJob(platform, row.connectionId, notBefore)
  return { ...job, actionId: row.id, data: { id } }
}

/**
 * Tells workers that listen that something waits for this connection. It overtakes the wake-up on its way through outbox and queue,
 * which comes all the same: who comes second finds nothing to claim.
 */
export function hintWaiting(platform: Platform, on: Tx | Platform['pool'], connectionId: string): void {
  platform.live.publish(on, { type: 'action.waiting', id: connectionId })
}

/** Lets a worker claim it, unless it still waits for others; their success does it then. */
export async function enqueueIfReady(
  platform: Platform,
  tx: Tx,
  row: Pick<ActionRow, 'connectionId' | 'after'>,
  { notBefore }: { notBefore?: Date } = {},
): Promise<void> {
  if (!predecessorsDone(row)) return
  const overtaken = notBefore === undefined
  await queueJob(tx, platform.live, { ...wakeJob(platform, row.connectionId, notBefore), overtaken })
  if (overtaken) hintWaiting(platform, tx, row.connectionId)
}
