import { loadAction, type Pattern, proposePatterns, requireSight } from '#lib/actions/index.ts'
import { AppError, fromMinor, type Money } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { loadOrganisation } from '#lib/policy/index.ts'
import { judgeForGrant, whyNotGrant } from './grantable-action.ts'

/** What a form for a grant begins with. */
export interface GrantProposal {
  actionId: string
  digest: string
  requester: string
  /** Each place of the input, with what it holds now. */
  places: { pattern: Pattern; value: unknown }[]
  currency: string
  /** What this action amounts to; null: nothing. */
  amount: Money | null
  /** The most that the policy lets one grant come to; null: no limit. */
  most: Money | null
}

/** A proposal to change and send to `makeGrant`. Throws `not_found`, `forbidden` with the reason, `conflict`. */
export async function proposeGrant(platform: Platform, { actionId, caller }: { actionId: string; caller: Caller }): Promise<GrantProposal> {
  requireAbility(caller, 'grant.make')
  const row = await loadAction(platform.db, actionId)
  requireSight(caller, row)
  const [policy, { currency }] = await Promise.all([judgeForGrant(platform, row), loadOrganisation(platform)])
  const why = whyNotGrant(caller, row, policy)
  if (why !== null || row.digest === null) throw new AppError('forbidden', why ?? 'It is being looked at again.')
  const atMost = policy.grantable?.atMost
  const { minor } = (policy.facts as { money: { minor: number | null } }).money
  return {
    actionId: row.id,
    digest: row.digest,
    requester: row.requestedBy.name,
    places: proposePatterns(row.input).map((pattern) => ({ pattern, value: valueAt(row.input, pattern.path) })),
    currency,
    amount: minor === null || minor === 0 ? null : fromMinor(BigInt(minor), currency),
    most: atMost === undefined ? null : fromMinor(BigInt(atMost), currency),
  }
}

function valueAt(input: unknown, path: string): unknown {
  const names = path
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  return names.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], input)
}
