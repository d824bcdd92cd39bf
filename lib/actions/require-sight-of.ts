import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { ActionRow } from './action-row.ts'
import { maySee, requireSight } from './may-see.ts'
import { maySeeAsSource } from './source-sight.ts'
import { maySeeThroughUndo } from './undo-sight.ts'

/** As `requireSight`, for looking alone: also what the caller sees as the other end of an undo, or as what an action had read. */
export async function requireSightOf(platform: Platform, caller: Caller, row: ActionRow): Promise<void> {
  if (maySee(caller, row) || (await maySeeThroughUndo(platform, caller, row)) || (await maySeeAsSource(platform, caller, row))) return
  requireSight(caller, row)
}
