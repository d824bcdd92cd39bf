import type { ConnectedOperation } from '#lib/connectors/index.ts'
import { digestOf, type Preview, type Role, type Via } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { evaluatePolicy, factsOf, type InForce, policyInForce } from '#lib/policy/index.ts'
import type { StoredPolicy } from './action-row.ts'

export interface Judged {
  policy: StoredPolicy
  /** Null for a read that needs nobody. */
  digest: string | null
  preview: Preview | null
}

export interface Judgeable {
  id: string
  operation: string
  operationVersion: string
  connectionId: string
  connectionRevision: number
  input: unknown
  requestedById: string
  requestedVia: string
  tainted: boolean
  sources: unknown
}

/** What the policy says of an action now. */
export async function judgeAction(
  platform: Platform,
  connected: ConnectedOperation,
  row: Judgeable,
  requester: { id: string; roles: readonly string[] },
): Promise<StoredPolicy> {
  return judgeBy(await policyInForce(platform), connected, row, requester)
}

/** What that policy says of it. Pure. */
export function judgeBy(
  { policy, rates }: InForce,
  connected: ConnectedOperation,
  row: Judgeable,
  requester: { id: string; roles: readonly string[] },
): StoredPolicy {
  const facts = factsOf({
    connected,
    input: row.input,
    requester: { id: requester.id, roles: requester.roles as Role[] },
    via: row.requestedVia as Via,
    tainted: row.tainted,
    sources: Array.isArray(row.sources) ? row.sources.length : 0,
    rates,
  })
  return { ...evaluatePolicy(policy, facts), facts }
}

/** The digest that a decision on this action, with this preview, is bound to. */
export function actionDigest(row: Judgeable, preview: Preview): string {
  return digestOf({
    actionId: row.id,
    operation: row.operation,
    operationVersion: row.operationVersion,
    connectionId: row.connectionId,
    connectionRevision: row.connectionRevision,
    input: row.input,
    preview,
    requestedBy: row.requestedById,
  })
}
