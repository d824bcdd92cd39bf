import { recordAudit } from '#lib/audit/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { requireAbility } from '#lib/people/index.ts'
import type { Platform, Tx } from '#lib/platform/index.ts'
import type { ActionRequest } from './action-request.ts'
import { type ActionRow, loadAction, statusOf } from './action-row.ts'
import { requireSight } from './may-see.ts'
import { announce } from './move-action.ts'
import { requestAction } from './request-action.ts'
import { standingUndo } from './undo-links.ts'
import { alreadyUndone, checkUndo, undoRequestOf } from './undo-request.ts'

export type UndoAsked = Pick<ActionRequest, 'caller' | 'via' | 'traceId' | 'within'>

/**
 * Asks for the action that takes a done one back: an action of its own, through preview and policy like any other. An undo that
 * fails, is turned down or withdrawn no longer stands, and can be asked for again. Throws `not_found`, `forbidden`, or `conflict`
 * with the reason: it is not done, it cannot be undone, or somebody has asked already (`extra.undo` says which action).
 */
export async function undoAction(platform: Platform, { actionId, ...asked }: { actionId: string } & UndoAsked): Promise<ActionRow> {
  const row = await loadAction(platform.db, actionId)
  requireSight(asked.caller, row)
  requireAbility(asked.caller, 'action.undo', { ownerId: row.requestedById })
  return requestUndo(platform, row, asked)
}

/** As `undoAction`, for a caller who was checked; as a step of a turn's undo with `undoTurnId` and the steps that come first. */
export async function requestUndo(
  platform: Platform,
  row: ActionRow,
  { within, ...asked }: UndoAsked & Pick<ActionRequest, 'after' | 'undoTurnId' | 'retryOfId'>,
): Promise<ActionRow> {
  const standing = await standingUndo(platform.db, row.id)
  if (standing !== null) throw alreadyUndone(standing)
  const request = { ...asked, ...(await undoRequestOf(platform, row)), connection: row.connectionId }
  await checkUndo(platform, row, request)
  try {
    return await requestAction(platform, {
      ...request,
      carried: { tainted: row.tainted, sources: row.sources },
      undoOfId: row.id,
      async within(tx, undoId) {
        await within?.(tx, undoId)
        await recordOnOriginal(tx, row, undoId, asked)
        // Who asked for what is taken back may be another: their page looks again too.
        announce(platform, tx, row, null, statusOf(row))
      },
    })
  } catch (error) {
    if (isAppError(error)) throw error
    // The database lets one undo stand for an action: of two at once, the slower finds the other's here.
    const other = await standingUndo(platform.db, row.id)
    throw other === null ? error : alreadyUndone(other)
  }
}

/** The story of what is taken back says so too. */
async function recordOnOriginal(
  tx: Tx,
  row: ActionRow,
  undoId: string,
  { caller, undoTurnId, traceId }: UndoAsked & { undoTurnId?: string | undefined },
) {
  await recordAudit(tx, {
    kind: 'action.undo_asked',
    actor: { kind: 'person', id: caller.personId },
    subject: { kind: 'action', id: row.id },
    content: { undo: undoId, ...(undoTurnId === undefined ? {} : { undoTurn: undoTurnId }) },
    traceId,
  })
}
