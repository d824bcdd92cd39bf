import type { Platform, Tx } from '#lib/platform/index.ts'
import { withTransaction } from '#lib/platform/index.ts'
import { type ActionRow, lockAction, policyOf, statusOf } from './action-row.ts'
import { sweepBatch } from './tunables.ts'
import { openAsks } from './votes-on.ts'

/**
 * Writes down what a waiting action still asks for, where that is no longer what stands there: after a vote, or once a voter has lost
 * the right. The row must be locked. Answers whether something was written.
 */
export async function noteAsks(tx: Tx, row: ActionRow): Promise<boolean> {
  if (statusOf(row) !== 'awaiting_approval' || row.digest === null) return false
  const asks = openAsks(row, policyOf(row)?.requirements ?? [], row.digest)
  if (asks.join() === row.asks.toSorted().join()) return false
  const { count } = await tx.action.updateMany({
    where: { id: row.id, status: row.status, fence: row.fence, digest: row.digest },
    data: { asks },
  })
  return count === 1
}

/** Votes count while their voters hold the right: cards with votes ask again where one no longer does. Answers how many changed. */
export async function refreshAsks(platform: Platform): Promise<number> {
  const { rows } = await platform.pool.query<{ id: string }>(
    `select a.id from action a where a.status = 'awaiting_approval' and exists (
       select from decision d where d."actionId" = a.id and d.verdict = 'approve' and d."voidedAt" is null
     ) order by a."waitingSince" limit $1`,
    [sweepBatch],
  )
  let changed = 0
  for (const { id } of rows) {
    if (await withTransaction(platform, async (tx) => noteAsks(tx, await lockAction(tx, id)))) changed += 1
  }
  return changed
}
