import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { ActionRow } from './action-row.ts'
import { maySee } from './may-see.ts'
import { undoLinks } from './undo-links.ts'

/**
 * Who may see one end of an undo may see the other: an approver what they are asked to take back, a requester the undo of their own
 * action by an admin. One step, not along a chain; an undo that no longer stands shows nothing.
 */
export async function maySeeThroughUndo(platform: Platform, caller: Caller, row: ActionRow): Promise<boolean> {
  const { standing, takesBack } = await undoLinks(platform.db, [row])
  return [standing.get(row.id), takesBack.get(row.id)].some((end) => end !== undefined && maySee(caller, end))
}
