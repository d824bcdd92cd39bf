import { type ActionRow, policyOf, statusOf } from '#lib/actions/index.ts'
import { holdsRole } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'

/** Why the caller may not decide on this action now, in words for the page; null when they may. */
export function whyNotDecide(caller: Caller, row: ActionRow): string | null {
  if (statusOf(row) !== 'awaiting_approval') return 'It does not wait for a decision.'
  if (row.digest === null) return 'What would change is being looked up again.'
  const policy = policyOf(row)
  const requirements = policy?.requirements ?? []
  const held = requirements.filter(({ role }) => holdsRole(caller.roles, role))
  const asks = [...new Set(requirements.map(({ role }) => role))].join(' and ')
  const excluded = (held.length > 0 ? held : requirements).every(({ requesterExcluded }) => requesterExcluded)
  if (row.requestedById === caller.personId && excluded) return 'You asked for it, so someone else has to sign.'
  if (held.length === 0) return `It asks for ${asks === '' ? 'an approver' : `the role ${asks}`}, which you do not hold.`
  if (row.editedBy.includes(caller.personId) && excluded) return 'You changed it, so someone else has to sign.'
  if (caller.apiKeyId !== null && !caller.scopes.includes('decide')) return 'This key may not decide. Make one with the scope decide.'
  if (row.decisions.some(({ personId, digest, voidedAt }) => personId === caller.personId && digest === row.digest && voidedAt === null)) {
    return 'You have decided on this already.'
  }
  return null
}
