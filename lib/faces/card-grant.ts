import { type ActionRow, grantWords, policyOf, statusOf } from '#lib/actions/index.ts'
import { whyNotDecide, whyNotGrant } from '#lib/approvals/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Card } from './card-data.ts'

/** Whether the reader may allow what is like it from now on, and which standing grant stood for a person. */
export function grantsOf(caller: Caller, row: ActionRow): Pick<Card, 'mayGrant' | 'grant'> {
  const grant = row.grantId === null ? undefined : policyOf(row)?.grant
  const waits = statusOf(row) === 'awaiting_approval' && whyNotDecide(caller, row) === null
  return {
    mayGrant: waits && can(caller, 'grant.make') && whyNotGrant(caller, row, policyOf(row)) === null,
    grant: grant === undefined ? null : grantWords(grant),
  }
}
