import { ensureCountersignConnection } from '#lib/connectors/index.ts'
import { AppError, type Via } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import type { Platform, Tx } from '#lib/platform/index.ts'
import { changeOperation, changePolicy, lockWarnings, lookAtChange, type PolicyChange, type PolicyView } from '#lib/policy/index.ts'
import { checkRequest } from './action-request.ts'
import type { ActionRow } from './action-row.ts'
import { judgeAction } from './judge.ts'
import { makePreview } from './make-preview.ts'
import { requestAction } from './request-action.ts'
import { waitForAction } from './wait-for-action.ts'

/** What came of it: a new version that is active, or an action that waits for somebody who must agree. */
export type PolicyChanged = ({ active: true; policy: PolicyView } | { active: false; action: ActionRow }) & {
  /** What the admin should know: that nobody could change these rules again, for one. */
  warnings: string[]
}

/** How long the answer waits for the card of a change that somebody must agree to. */
const preparedWithinMs = 5_000

/**
 * An admin changes the policy. The rules as they are say whether that is active at once (as where none of them names
 * `countersign.change_policy`), or waits as an action until somebody agrees and a worker runs it. Throws `forbidden` to all but admins
 * and where the rules deny it, `invalid` for what does not compile or fails its tests, `conflict` where another version was made since.
 */
export async function requestPolicyChange(
  platform: Platform,
  {
    caller,
    via = 'api',
    traceId,
    within,
    ...change
  }: PolicyChange & {
    caller: Caller
    via?: Via
    traceId: string
    within?: ((tx: Tx, actionId: string) => Promise<void>) | undefined
  },
): Promise<PolicyChanged> {
  requireAbility(caller, 'policy.change')
  const { former } = await lookAtChange(platform, change)
  // From here on it is about this version: whoever changes it meanwhile makes this one a conflict.
  const wanted = { ...change, expectedVersion: former.version }
  await ensureCountersignConnection(platform)
  const policy = await whatRulesSay(platform, caller, via, wanted)
  const warnings = await lockWarnings(platform, change.rules)
  if (policy.verdict === 'allow') {
    return { active: true, policy: await changePolicy(platform, { ...wanted, caller, traceId }), warnings }
  }
  if (policy.verdict === 'deny') {
    throw new AppError('forbidden', policy.rules.find(({ verdict }) => verdict === 'deny')?.reason ?? 'The policy does not allow this.')
  }
  const asked = await requestAction(platform, {
    caller,
    via,
    operation: changeOperation,
    input: wanted,
    reason: change.comment,
    traceId,
    within,
  })
  return { active: false, action: await waitForAction(platform, asked.id, { ms: preparedWithinMs, until: 'prepared' }), warnings }
}

async function whatRulesSay(platform: Platform, caller: Caller, via: Via, wanted: PolicyChange) {
  const { connected, input } = await checkRequest(platform, { caller, operation: changeOperation, input: wanted })
  const { operation, connection } = connected
  const row = {
    id: platform.ids(),
    operation: operation.name,
    operationVersion: operation.version,
    connectionId: connection.id,
    connectionRevision: connection.revision,
    input,
    requestedById: caller.personId,
    requestedVia: via,
    apiKeyId: caller.apiKeyId,
    tainted: false,
    sources: [],
    modelLabel: null,
    confidence: null,
    createdAt: platform.clock.now(),
  }
  // What it reads is our own database: no worker is needed for that.
  const preview = await makePreview(platform, connected, row)
  return judgeAction(platform, connected, row, { id: caller.personId, roles: caller.roles, teams: caller.teams }, preview)
}
