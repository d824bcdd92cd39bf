import { type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import { type ActionRow, lockAction, statusOf } from '../action-row.ts'
import { sweepBatch } from '../tunables.ts'

type Timer = 'dueAt' | 'remindAt' | 'escalateAt'

/**
 * Cards whose timer has run out, one transaction each, looked at again once the row is held: of several workers that sweep at once,
 * one finds it due. `work` moves the timer on, or the card. Answers how many were done.
 */
export async function eachDue(platform: Platform, timer: Timer, work: (tx: Tx, row: ActionRow) => Promise<boolean>): Promise<number> {
  const rows = await platform.db.action.findMany({
    where: { status: 'awaiting_approval', [timer]: { lte: platform.clock.now() } },
    orderBy: { [timer]: 'asc' },
    take: sweepBatch,
    select: { id: true },
  })
  let done = 0
  for (const { id } of rows) {
    const moved = await withTransaction(platform, async (tx) => {
      const row = await lockAction(tx, id)
      const at = row[timer]
      return statusOf(row) === 'awaiting_approval' && at !== null && at <= platform.clock.now() ? work(tx, row) : false
    })
    if (moved) done += 1
  }
  return done
}
