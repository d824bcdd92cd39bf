import { AppError } from '#lib/core/index.ts'
import { requireAbility } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { ActionRequest } from './action-request.ts'
import { type ActionRow, loadAction, statusOf } from './action-row.ts'
import { requireSight } from './may-see.ts'
import { requestAction } from './request-action.ts'
import { requestUndo } from './undo-action.ts'

/** Asks for a failed action anew: another action, through policy again, that says which one it repeats. */
export async function retryAction(
  platform: Platform,
  { actionId, ...asked }: { actionId: string } & Pick<ActionRequest, 'caller' | 'via' | 'traceId' | 'within'>,
): Promise<ActionRow> {
  const row = await loadAction(platform.db, actionId)
  requireSight(asked.caller, row)
  requireAbility(asked.caller, 'action.retry', { ownerId: row.requestedById })
  if (statusOf(row) !== 'failed')
    throw new AppError('conflict', `Only a failed action can be tried again; this one is ${row.status}.`, { extra: { status: row.status } })
  if (row.clearedNote !== null) throw new AppError('conflict', `${row.clearedNote} So nobody knows any more what to try again; ask anew.`)
  // What it takes back can be taken back once: a second attempt at that is an undo again.
  if (row.undoOfId !== null) {
    const original = await loadAction(platform.db, row.undoOfId)
    return requestUndo(platform, original, { ...asked, retryOfId: row.id, undoTurnId: row.undoTurnId ?? undefined })
  }
  return requestAction(platform, {
    ...asked,
    operation: row.operation,
    connection: row.connectionId,
    input: row.input,
    reason: row.reason ?? undefined,
    carried: { tainted: row.tainted, sources: row.sources },
    retryOfId: row.id,
  })
}
