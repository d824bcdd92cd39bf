import {
  type ActionRow,
  askersOf,
  judgeAction,
  type StandingGrant,
  type StoredPolicy,
  statusOf,
  whyNotGranted,
} from '#lib/actions/index.ts'
import { loadOperation, mayUse } from '#lib/connectors/index.ts'
import { AppError, canonicalJson, holdsRole, maskInput, type Preview } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { allMet, requirementsMet } from '#lib/policy/index.ts'

/** Of what a grant can be made: what waits, and what was approved and is on its way or done. */
const grantable = new Set(['awaiting_approval', 'queued', 'running', 'succeeded'])

/** Why this person may make no standing grant from this action, by the policy that it was shown with; null when they may. Pure. */
export function whyNotGrant(caller: Caller, row: ActionRow, policy: StoredPolicy | null): string | null {
  if (!grantable.has(statusOf(row)) || row.digest === null) return 'Only what waits or was approved can be allowed for the future.'
  if (policy === null || policy.verdict !== 'require_approval') return 'Nobody has to approve this, so there is nothing to allow.'
  if (policy.grantable === null) return 'The policy lets no grant stand for a person here.'
  if (row.tainted && !policy.grantable.tainted)
    return 'Outside content was in sight when this was asked for, so a person has to look each time.'
  const involved = askersOf(row)
  if ([caller.personId, ...caller.standsInFor.map(({ personId }) => personId)].some((id) => involved.includes(id)))
    return 'You had a part in this request, so someone else has to allow it.'
  if (!holdsRole(caller.roles, policy.grantable.role)) return `Only the role ${policy.grantable.role} may allow this for the future.`
  const alone = { personId: caller.personId, roles: caller.roles, teams: caller.teams, standsInFor: [], signed: false }
  if (!allMet(requirementsMet(policy.requirements, [alone], involved)))
    return 'Your word alone, without a passkey, is not enough here, so a grant of yours could not be either.'
  if (caller.apiKeyId !== null && !caller.scopes.includes('decide')) return 'This key may not decide. Make one with the scope decide.'
  return null
}

/** What the policy says of it now, and what a grant has to be bound to. Throws `conflict` where the operation is gone or was changed, `forbidden` where a secret is sent. */
export async function judgeForGrant(platform: Platform, row: ActionRow): Promise<StoredPolicy> {
  const connected = await loadOperation(platform, { operation: row.operation, connectionId: row.connectionId })
  const same =
    connected !== null && connected.operation.version === row.operationVersion && connected.connection.revision === row.connectionRevision
  if (!same || !mayUse(row.requestedBy, connected))
    throw new AppError('conflict', 'The operation or its connection was changed since this was asked for. Allow it from a newer one.')
  // Patterns are shown, listed and written to the log, which keeps them for ever.
  if (canonicalJson(maskInput(connected.operation.input.json, row.input)) !== canonicalJson(row.input))
    throw new AppError('forbidden', 'It sends a secret, so a person has to look at it each time.')
  return judgeAction(platform, connected, row, row.requestedBy, row.preview as Preview | null)
}

/** A grant has to stand for the very action that it is made from, else it says something else than was seen. Throws `invalid`. */
export function requireFit(row: ActionRow, grant: StandingGrant, policy: StoredPolicy, now: Date): void {
  // Its warnings were seen by who makes the grant; later ones are not.
  const preview = row.preview === null ? null : { ...(row.preview as unknown as Preview), warnings: [] }
  const why = whyNotGranted(grant, row, { policy, preview, now })
  if (why !== null) throw new AppError('invalid', `This grant would not even stand for the action that it is made from, since ${why}.`)
}
