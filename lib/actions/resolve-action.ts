import { AppError } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, toJson, withTransaction } from '#lib/platform/index.ts'
import { type ActionRow, loadAction, lockAction, statusOf } from './action-row.ts'
import { enqueueIfReady } from './enqueue-action.ts'
import { requireSight } from './may-see.ts'
import { moveAction } from './move-action.ts'

export type Resolution = 'succeeded' | 'failed' | 'run_again'

/** A person says how an unknown outcome ended. Not the requester. Throws `not_found`, `forbidden`, `conflict`. */
export async function resolveAction(
  platform: Platform,
  { actionId, outcome, comment, caller }: { actionId: string; outcome: Resolution; comment: string; caller: Caller },
): Promise<ActionRow> {
  return withTransaction(platform, async (tx) => {
    const row = await lockAction(tx, actionId)
    requireSight(caller, row)
    requireAbility(caller, 'action.resolve', { ownerId: row.requestedById })
    if (statusOf(row) !== 'outcome_unknown') {
      throw new AppError('conflict', `Its outcome is not in question: it is ${row.status}.`, { extra: { status: row.status } })
    }
    const to = outcome === 'run_again' ? 'queued' : outcome
    const moved = await moveAction(platform, tx, row, {
      to,
      data: {
        ...(to === 'succeeded' ? { result: toJson({ settledBy: caller.name, comment }) } : {}),
        ...(to === 'failed' ? { error: toJson({ message: `${caller.name} found that it did not happen: ${comment}` }) } : {}),
        notBefore: null,
        // Whoever says so has looked: it did not happen, and the life of the key begins anew.
        ...(to === 'queued' ? { firstSentAt: null, retryUntil: null } : {}),
      },
      audit: {
        kind: 'action.resolved',
        actor: { kind: 'person', id: caller.personId },
        content: { outcome, comment, ...(caller.apiKeyId === null ? {} : { apiKeyId: caller.apiKeyId }) },
      },
    })
    if (moved && to === 'queued') await enqueueIfReady(platform, tx, row)
    return loadAction(tx, actionId)
  })
}
