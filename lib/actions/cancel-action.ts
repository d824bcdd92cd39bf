import { AppError, mayMove } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, toJson, withTransaction } from '#lib/platform/index.ts'
import { type ActionRow, inDoubtWords, loadAction, lockAction, statusOf } from './action-row.ts'
import { requireSight } from './may-see.ts'
import { moveAction } from './move-action.ts'

/** Withdraws an action before it runs. Throws `not_found`, `forbidden`, or `conflict` when it runs or has ended. */
export async function cancelAction(platform: Platform, { actionId, caller }: { actionId: string; caller: Caller }): Promise<ActionRow> {
  return withTransaction(platform, async (tx) => {
    const row = await lockAction(tx, actionId)
    requireSight(caller, row)
    requireAbility(caller, 'action.cancel', { ownerId: row.requestedById })
    if (!mayMove(statusOf(row), 'cancelled')) {
      const detail =
        statusOf(row) === 'running' || statusOf(row) === 'outcome_unknown'
          ? 'It is already running and cannot be called back.'
          : 'It has ended already.'
      throw new AppError('conflict', detail, { extra: { status: row.status } })
    }
    await moveAction(platform, tx, row, {
      to: 'cancelled',
      data: { error: toJson({ message: `${caller.name} withdrew it.${inDoubtWords(row)}` }) },
      audit: { kind: 'action.cancelled', actor: { kind: 'person', id: caller.personId }, content: {} },
    })
    return loadAction(tx, actionId)
  })
}
