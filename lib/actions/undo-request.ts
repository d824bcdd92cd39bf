import { type ConnectedOperation, loadOperation } from '#lib/connectors/index.ts'
import { AppError, beforeOf, isAppError, type Preview, type UndoRequest } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { checkRequest } from './action-request.ts'
import { type ActionRow, statusOf } from './action-row.ts'
import type { UndoEnd } from './undo-links.ts'

/** Why an action cannot be taken back, in words for people; null where it can be. Whether somebody did already is another question. */
export function whyNotUndo(row: ActionRow, connected: ConnectedOperation | null): string | null {
  const status = statusOf(row)
  if (status === 'outcome_unknown') return 'Nobody knows yet whether it happened. Settle that first.'
  if (status === 'failed') return 'It failed, so there is nothing to undo.'
  if (status !== 'succeeded')
    return row.settledAt === null ? 'It has not happened yet. It can be withdrawn instead.' : 'It never ran, so there is nothing to undo.'
  if (connected === null) return 'Its operation is no longer there.'
  const { undo } = connected.operation
  return undo.undoable ? null : undo.why
}

/**
 * What would take a done action back: worked out from what was sent, what came back and what its preview showed as it was before,
 * by the operation as it is declared today. Throws `conflict` with the reason where it cannot be undone.
 */
export async function undoRequestOf(platform: Platform, row: ActionRow): Promise<UndoRequest> {
  const connected = await loadOperation(platform, { operation: row.operation, connectionId: row.connectionId })
  const why = whyNotUndo(row, connected)
  if (why !== null) throw cannot(row, why)
  const undo = connected?.operation.undo
  if (undo?.undoable !== true) throw new TypeError('an operation that can be undone says how')
  return undo.undo({ input: row.input, output: row.result, before: beforeOf(row.preview as Preview | null) })
}

/** The answer to who wants to undo what cannot be undone (any more). */
export function cannot(row: { status: string; summary: string; title: string }, why: string, cause?: unknown): AppError {
  return new AppError('conflict', `“${row.summary || row.title}” can’t be undone. ${why}`, {
    extra: { status: row.status },
    ...(cause === undefined ? {} : { cause }),
  })
}

/** The answer where an undo stands already: whose, and which. */
export function alreadyUndone(standing: UndoEnd): AppError {
  const said =
    standing.status === 'succeeded'
      ? `${standing.requesterName} has undone it already.`
      : `${standing.requesterName} has asked to undo it already, and that ${underWay[standing.status] ?? 'is under way'}.`
  return new AppError('conflict', said, { extra: { undo: standing.id, undoStatus: standing.status } })
}

const underWay: Partial<Record<UndoEnd['status'], string>> = {
  requested: 'is being prepared',
  awaiting_approval: 'waits for approval',
  queued: 'is next in line',
  running: 'is running',
  outcome_unknown: 'ended without an answer: somebody has to look whether it happened',
}

/** As `checkRequest`; what does not fit is a `conflict`: what came back does not say enough to undo it. */
export async function checkUndo(platform: Platform, row: ActionRow, request: Parameters<typeof checkRequest>[1]) {
  try {
    return await checkRequest(platform, request)
  } catch (error) {
    if (!isAppError(error, 'invalid')) throw error
    const fields = error.errors.map(({ path, message }) => `${path} ${message}`).join(', ')
    throw cannot(row, `How to do it could not be worked out: ${fields === '' ? error.message : `${fields}.`}`, error)
  }
}
