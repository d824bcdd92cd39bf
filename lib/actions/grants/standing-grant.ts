import { holdsRole, type Preview, type Role } from '#lib/core/index.ts'
import { type Approver, allMet, type Facts, requirementsMet } from '#lib/policy/index.ts'
import type { StoredPolicy } from '../action-row.ts'
import { askersOf } from '../votes-on.ts'
import { coversInput, type Pattern } from './patterns.ts'

/** An approver's standing yes, with what was used of it and who gave it as they are now. */
export interface StandingGrant {
  id: string
  operation: string
  operationVersion: string
  connectionId: string
  connectionRevision: number
  patterns: readonly Pattern[]
  /** For this person's requests alone. */
  requesterId: string | null
  tainted: boolean
  usesMost: number
  used: number
  /** Of all uses together, in the organisation's currency. */
  minorMost: bigint | null
  spent: bigint
  endsAt: Date
  revokedAt: Date | null
  grantedBy: { id: string; name: string; roles: readonly Role[]; teams: readonly string[]; active: boolean; standsInFor: readonly string[] }
}

/** What a grant is held against. */
export interface Grantable {
  operation: string
  operationVersion: string
  connectionId: string
  connectionRevision: number
  input: unknown
  tainted: boolean
  requestedById: string
  editedBy: readonly string[]
}

/**
 * Why this grant does not stand for a person here, in words that follow "since"; null where it does. It counts as one approval of who
 * gave it: it meets what the policy asks for only where that one approval, unsigned, would. Whether something is left of it is asked
 * when it is used. Pure.
 */
export function whyNotGranted(
  grant: StandingGrant,
  action: Grantable,
  { policy, preview, now }: { policy: StoredPolicy; preview: Preview | null; now: Date },
): string | null {
  const { grantedBy: by } = grant
  if (grant.revokedAt !== null) return `${by.name}’s standing grant was revoked`
  if (grant.endsAt <= now) return `${by.name}’s standing grant has ended`
  const bound = ['operation', 'operationVersion', 'connectionId', 'connectionRevision'] as const
  if (bound.some((member) => grant[member] !== action[member])) return 'the operation or its connection was changed'
  return whyNotBy(grant, action, policy) ?? whyNotThis(grant, action, policy, preview)
}

/** Who gave it, and to whom. */
function whyNotBy(
  { grantedBy: by, requesterId }: StandingGrant,
  action: Grantable,
  { grantable, requirements }: StoredPolicy,
): string | null {
  if (grantable === null) return 'the policy lets no grant stand in here'
  if (requesterId !== null && requesterId !== action.requestedById) return 'it was given for someone else’s requests'
  const involved = askersOf(action)
  if ([by.id, ...by.standsInFor].some((id) => involved.includes(id))) return `${by.name} may not stand for their own requests`
  if (!by.active || !holdsRole(by.roles, grantable.role)) return `${by.name} no longer holds the role that may grant this`
  if (!allMet(requirementsMet(requirements, [approverOf(by)], involved))) return 'the policy asks for more than one person’s word'
  return null
}

function whyNotThis(grant: StandingGrant, action: Grantable, { grantable, facts }: StoredPolicy, preview: Preview | null): string | null {
  if (grantable === null) return 'the policy lets no grant stand in here'
  if (action.tainted && !(grant.tainted && grantable.tainted)) return 'outside content was in sight when it was asked for'
  if (grantable.atMost !== undefined && (grant.minorMost === null || grant.minorMost > BigInt(grantable.atMost)))
    return 'the grant reaches further than the policy allows now'
  if (grant.minorMost !== null && !moneyIn(facts).known) return 'its amount could not be read'
  if ((preview?.warnings ?? []).length > 0) return 'there is something to know first'
  return coversInput(grant.patterns, action.input) ? null : 'it is not what the grant was given for'
}

function approverOf({ id, roles, teams }: StandingGrant['grantedBy']): Approver {
  return { personId: id, roles, teams, standsInFor: [], signed: false }
}

/** The amount that a verdict went by. */
export function moneyIn(facts: unknown): Facts['money'] {
  return (facts as Pick<Facts, 'money'>).money
}

/** Minor units that one use takes; 0 where the amount is not known, which a grant with a limit does not take. */
export function minorOf({ facts }: StoredPolicy): bigint {
  return BigInt(moneyIn(facts).minor ?? 0)
}
