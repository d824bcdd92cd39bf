import { type ActionRow, changedSince, maySee, statusOf, type UndoLinks, whyNotUndo } from '#lib/actions/index.ts'
import type { ConnectedOperation } from '#lib/connectors/index.ts'
import type { ActionStatus, Preview } from '#lib/core/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Card } from './card-data.ts'

interface Undoing {
  caller: Caller
  connected: ConnectedOperation | null
  links: UndoLinks
}

/** An undo that ended like this takes nothing back, and shows its reader nothing more than the sentence. */
const turnedDown: ReadonlySet<ActionStatus> = new Set(['failed', 'denied', 'rejected', 'expired', 'cancelled'])

/** What a card says of undoing: whether the reader may, why it is not possible, who did, and what an undo takes back. */
export function undoOf(row: ActionRow, { caller, connected, links }: Undoing): Pick<Card, 'mayUndo' | 'whyNotUndo' | 'undo' | 'takesBack'> {
  const standing = links.standing.get(row.id)
  const original = links.takesBack.get(row.id)
  const done = statusOf(row) === 'succeeded' && row.effect !== 'read'
  const why = done && standing === undefined ? whyNotUndo(row, connected) : null
  return {
    mayUndo: done && standing === undefined && why === null && can(caller, 'action.undo', { ownerId: row.requestedById }),
    whyNotUndo: why,
    undo:
      standing === undefined
        ? null
        : { id: standing.id, status: standing.status, by: standing.requesterName, at: standing.settledAt?.toISOString() ?? null },
    takesBack:
      original === undefined
        ? null
        : {
            id: original.id,
            sentence: original.sentence,
            by: original.requesterName,
            at: original.settledAt?.toISOString() ?? null,
            open: maySee(caller, original) || (maySee(caller, row) && !turnedDown.has(statusOf(row))),
            turnId: can(caller, 'action.undo', { ownerId: original.requestedById }) ? row.undoTurnId : null,
          },
  }
}

/**
 * What to know before an undo is signed: what it finds is not what was left. A step that waits for others was previewed before they
 * ran, so that nothing can be said of it.
 */
export function undoNotes(row: ActionRow, links: UndoLinks): string[] {
  const original = links.takesBack.get(row.id)
  return original === undefined || row.after.length > 0 ? [] : changedSince(original.preview, row.preview as Preview | null)
}
