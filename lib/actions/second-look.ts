import { type ConnectedOperation, mayUse, offeredBy } from '#lib/connectors/index.ts'
import { holdsRole, type Preview, type Role, sameBefore } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { allMet, escalated, type InForce, policyInForce } from '#lib/policy/index.ts'
import { type ActionRow, policyOf, type StoredPolicy } from './action-row.ts'
import { takeBudgets } from './budgets/spend.ts'
import { grantsById } from './grants/read-grants.ts'
import { type StandingGrant, whyNotGranted } from './grants/standing-grant.ts'
import { actionDigest, judgeBy } from './judge.ts'
import { makePreview } from './make-preview.ts'
import { approvalValidDays } from './tunables.ts'
import { metOn } from './votes-on.ts'

/** What the second look found. */
export type SecondLook =
  | {
      go: true
      connected: ConnectedOperation
      /** The preview that it was held against, where the outside was looked at. */
      seen: Preview | null
    }
  | {
      go: false
      to: 'denied' | 'expired'
      message: string
      /** The verdict that denies it, where the rules do. */
      policy?: StoredPolicy
    }
  | {
      go: false
      to: 'awaiting_approval'
      note: string
      policy: StoredPolicy
      preview: Preview | null
      version?: string
      revision?: number
      voids: boolean
    }

/** What a second look goes by, as it is now: what the connection offers, and the policy. */
export interface Around {
  offered: ReadonlyMap<string, ConnectedOperation>
  inForce: InForce
  /** Those that stood for a person, by id. */
  grants: ReadonlyMap<string, StandingGrant>
}

/** Read once for all that are looked at together. */
export async function lookAround(platform: Platform, connectionId: string, rows: readonly ActionRow[]): Promise<Around> {
  const [offered, inForce, grants] = await Promise.all([
    offeredBy(platform, connectionId),
    policyInForce(platform),
    grantsById(
      platform,
      rows.flatMap(({ grantId }) => grantId ?? []),
    ),
  ])
  return { offered, inForce, grants }
}

/** Whether the second look reads the outside, which takes time that others must not wait for. */
export function looksOutside(row: ActionRow, { offered }: Around): boolean {
  const connected = offered.get(row.operation)
  if (connected?.operation.preview?.live !== true) return false
  return (row.attempts === 0 && wasApproved(row)) || hasChanged(connected, row)
}

/** Declared anew, or reaching something else, since it was asked for. */
function hasChanged({ operation, connection }: ConnectedOperation, row: ActionRow): boolean {
  return operation.version !== row.operationVersion || connection.revision !== row.connectionRevision
}

function wasApproved(row: ActionRow): boolean {
  return row.decisions.some(({ digest, verdict }) => digest === row.digest && verdict === 'approve')
}

/**
 * Everything is asked again, by what holds now: who asks, the operation, the policy, the approvals, the grants, the budgets. `seen`: what
 * would change, where the outside was looked at a moment ago and need not be asked again.
 */
export async function lookAgain(
  platform: Platform,
  row: ActionRow,
  { offered, inForce, grants }: Around,
  seen: Preview | null = null,
): Promise<SecondLook> {
  const { requestedBy, connection } = row
  if (!requestedBy.active || !holdsRole(requestedBy.roles as Role[], 'member')) {
    return { go: false, to: 'denied', message: `${requestedBy.name} may no longer ask for this.` }
  }
  const connected = offered.get(row.operation)
  if (connected === undefined || !connection.enabled || !connected.enabled) {
    return { go: false, to: 'denied', message: `“${row.title}” on ${connection.title} is switched off.` }
  }
  if (!mayUse(requestedBy, connected)) {
    return {
      go: false,
      to: 'denied',
      message: `${requestedBy.name} may no longer use “${row.title}” on ${connection.title}: it is for other teams.`,
    }
  }
  if (approvalLapsed(platform, row)) {
    return { go: false, to: 'expired', message: `It was approved more than ${approvalValidDays} days ago. Ask again.` }
  }
  if (!connected.operation.input.parse(row.input).ok) {
    return { go: false, to: 'denied', message: 'The operation has changed and no longer takes this input. Ask again.' }
  }
  const judged = (preview: Preview | null) => judgeBy(platform, inForce, connected, row, requestedBy, preview)
  const policy = await judged(row.preview as Preview | null)
  if (policy.verdict === 'deny') return refused(policy)
  const look = await lookAtApproval(platform, row, connected, { policy, judged, grants, seen })
  if (!look.go) return look
  // Where the outside was looked at just now, all of this is asked once more, and only then is anything set aside.
  if (look.seen !== null && seen === null) return look
  // The last thing before it is taken: what it needs is set aside for it.
  const spending = { personId: requestedBy.id, teams: requestedBy.teams, connectionId: row.connectionId }
  const spent = await takeBudgets(platform, row, { effect: row.effect, spending, policy, inForce })
  return spent === null ? look : { go: false, to: 'denied', message: spent }
}

function refused(policy: StoredPolicy): SecondLook {
  const message = policy.rules.find(({ verdict }) => verdict === 'deny')?.reason ?? 'The policy no longer allows this.'
  return { go: false, to: 'denied', message, policy }
}

async function lookAtApproval(
  platform: Platform,
  row: ActionRow,
  connected: ConnectedOperation,
  {
    policy,
    judged,
    grants,
    seen,
  }: {
    policy: StoredPolicy
    judged: (preview: Preview | null) => Promise<StoredPolicy>
    grants: Around['grants']
    seen: Preview | null
  },
): Promise<SecondLook> {
  const { operation, connection } = connected
  const changed = hasChanged(connected, row)
  const approved = wasApproved(row)
  const stored = row.preview as Preview | null
  const back = async (note: string, preview: Preview | null, voids: boolean): Promise<SecondLook> => {
    // What will be shown is what the rules look at.
    const now = preview === stored ? policy : await judged(preview)
    if (now.verdict === 'deny') return refused(now)
    const anew = changed ? { version: operation.version, revision: connection.revision } : {}
    return { go: false, to: 'awaiting_approval', note, policy: withRequirements(now, row), preview, voids, ...anew }
  }
  if (!approved && policy.verdict === 'allow' && !changed) return { go: true, connected, seen: null }
  // Only a live preview that somebody signed can have gone stale; the first attempt looks, later ones may have changed the world themselves.
  const live = approved && operation.preview?.live === true && row.attempts === 0
  const fresh = live || changed ? ((changed ? null : seen) ?? (await makePreview(platform, connected, row))) : stored
  const go = { go: true as const, connected, seen: live ? fresh : null }
  if (changed) return back('The operation or its connection was changed since this was asked.', fresh, true)
  if (approved && fresh !== null && stored !== null && !sameBefore(fresh, stored))
    return back('What it would change has changed since it was approved.', fresh, true)
  if (policy.verdict === 'allow') return go
  if (row.digest === null || stored === null || actionDigest(row, stored) !== row.digest)
    return back('The digest did not fit what was stored.', fresh, true)
  if (row.grantId !== null) {
    const grant = grants.get(row.grantId)
    const now = platform.clock.now()
    const why = grant === undefined ? 'the standing grant is gone' : whyNotGranted(grant, row, { policy, preview: stored, now })
    return why === null ? go : back(`A person is asked after all, since ${why}.`, stored, false)
  }
  if (allMet(metOn(row, escalated(policy.requirements, row.escalatedTo), row.digest))) return go
  return back('It needs a fresh approval: the policy, or the rights of who approved, changed meanwhile.', stored ?? fresh, false)
}

/** Going back always asks somebody, also when the policy alone would now allow it. */
function withRequirements(policy: StoredPolicy, row: ActionRow): StoredPolicy {
  if (policy.requirements.length > 0) return policy
  // Whom it was escalated to is forgotten with the timers, which start anew.
  const before = (policyOf(row)?.requirements ?? []).map(({ also: _also, ...requirement }) => requirement)
  const requirements = before.length > 0 ? before : [{ role: 'approver' as const, quorum: 1, requesterExcluded: true }]
  return { ...policy, verdict: 'require_approval', requirements }
}

function approvalLapsed(platform: Platform, row: ActionRow): boolean {
  const approvals = row.decisions.filter(({ digest, verdict }) => digest === row.digest && verdict === 'approve')
  const newest = Math.max(...approvals.map(({ at }) => at.getTime()))
  return approvals.length > 0 && row.attempts === 0 && platform.clock.now().getTime() - newest > approvalValidDays * 86_400_000
}
