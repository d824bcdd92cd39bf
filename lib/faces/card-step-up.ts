import { type ActionRow, statusOf } from '#lib/actions/index.ts'
import { mustSign } from '#lib/approvals/index.ts'
import { type Caller, passkeyHolders } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { Card } from './card-data.ts'

/** Whether the reader's approval takes their passkey, and whether they have one. */
export function stepUpOf(row: ActionRow, caller: Caller, holdsPasskey: boolean): Card['stepUp'] {
  if (statusOf(row) !== 'awaiting_approval' || !mustSign(caller, row)) return null
  return holdsPasskey ? 'sign' : 'enrol'
}

/** Asked of the database only where one of these cards takes a passkey. */
export async function holdsPasskeyFor(platform: Platform, caller: Caller, rows: readonly ActionRow[]): Promise<boolean> {
  if (!rows.some((row) => stepUpOf(row, caller, false) !== null)) return false
  return (await passkeyHolders(platform, [caller.personId])).has(caller.personId)
}
