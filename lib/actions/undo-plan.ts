import { AppError, isAppError, maskSecrets, type Preview } from '#lib/core/index.ts'
import { requireAbility } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { type ActionRow, loadAction, type StoredPolicy } from './action-row.ts'
import { changedSince } from './changed-since.ts'
import { dryRunAction } from './dry-run.ts'
import { requireSight } from './may-see.ts'
import type { UndoAsked } from './undo-action.ts'
import { standingUndo } from './undo-links.ts'
import { alreadyUndone, checkUndo, undoRequestOf } from './undo-request.ts'

export interface UndoPlan {
  /** What would be asked for, in one sentence. */
  sentence: string
  /** The words on its button. */
  label: string
  warnings: string[]
  verdict: StoredPolicy['verdict']
  /** Why a person is asked, or why it may not be. */
  reasons: string[]
}

/** What undoing would ask for and what the policy would say, before anybody asks. Throws as `undoAction` does, and `unavailable` when it can't be looked up. */
export async function planUndo(
  platform: Platform,
  { actionId, ...asked }: { actionId: string } & Omit<UndoAsked, 'within'>,
): Promise<UndoPlan> {
  const row: ActionRow = await loadAction(platform.db, actionId)
  requireSight(asked.caller, row)
  requireAbility(asked.caller, 'action.undo', { ownerId: row.requestedById })
  const standing = await standingUndo(platform.db, row.id)
  if (standing !== null) throw alreadyUndone(standing)
  const wanted = await undoRequestOf(platform, row)
  const request = { ...asked, ...wanted, connection: row.connectionId }
  const { connected, input } = await checkUndo(platform, row, request)
  const { preview, policy } = await dryRunAction(platform, request).catch((error: unknown) => {
    // A system that does not answer, or is paused, hinders the look and not the asking.
    throw isAppError(error) ? new AppError('unavailable', error.message, { cause: error }) : error
  })
  return {
    sentence: preview?.summary ?? connected.operation.title,
    label: connected.operation.label?.(maskSecrets(connected.operation.input.json, input)) ?? connected.operation.title,
    warnings: [...(preview?.warnings ?? []), ...changedSince(row.preview as Preview | null, preview)],
    verdict: policy.verdict,
    reasons: policy.rules.filter(({ verdict }) => verdict !== 'allow').map(({ reason }) => reason),
  }
}
