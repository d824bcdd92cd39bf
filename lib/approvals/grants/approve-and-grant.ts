import { loadAction, statusOf } from '#lib/actions/index.ts'
import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { decideAction } from '../decide-action.ts'
import { checkGrant, makeGrant, type NewGrant } from './make-grant.ts'

/**
 * Approves an action that still waits, and allows what is like it from now on. The grant is looked at first: what would be refused
 * leaves the action as it is. Throws as `makeGrant` and `decideAction` do.
 */
export async function approveAndGrant(platform: Platform, { caller, given }: { caller: Caller; given: NewGrant }): Promise<void> {
  await checkGrant(platform, { caller, given })
  const row = await loadAction(platform.db, given.actionId)
  if (statusOf(row) === 'awaiting_approval') {
    await decideAction(platform, { actionId: row.id, caller, verdict: 'approve', digest: given.digest })
  }
  await makeGrant(platform, { caller, given })
}
