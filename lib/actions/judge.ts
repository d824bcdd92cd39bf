import type { ConnectedOperation } from '#lib/connectors/index.ts'
import { digestOf, type Preview, type Role, type Via } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { type InForce, judge, policyInForce, riskOf, type StoredFacts } from '#lib/policy/index.ts'
import type { StoredPolicy } from './action-row.ts'
import { heedBudgets } from './budgets/spend.ts'

export interface Judgeable {
  id: string
  operation: string
  operationVersion: string
  connectionId: string
  connectionRevision: number
  input: unknown
  requestedById: string
  requestedVia: string
  apiKeyId: string | null
  tainted: boolean
  sources: unknown
  modelLabel: string | null
  confidence: number | null
  createdAt: Date
}

interface Requester {
  id: string
  roles: readonly string[]
  teams: readonly string[]
}

/**
 * What the policy says of an action now, with this preview of what it would change, and what the day's budgets say. `known`: the policy
 * of this moment, where it was read for the same action already.
 */
export async function judgeAction(
  platform: Platform,
  connected: ConnectedOperation,
  row: Judgeable,
  requester: Requester,
  preview: Preview | null,
  known?: InForce,
): Promise<StoredPolicy> {
  const inForce = known ?? (await policyInForce(platform))
  const policy = await judgeBy(platform, inForce, connected, row, requester, preview)
  const spending = { personId: requester.id, teams: requester.teams, connectionId: row.connectionId }
  return heedBudgets(platform, { effect: connected.operation.effect, spending, policy, inForce })
}

/** What that policy says of it. */
export async function judgeBy(
  platform: Platform,
  inForce: InForce,
  connected: ConnectedOperation,
  row: Judgeable,
  requester: Requester,
  preview: Preview | null,
): Promise<StoredPolicy> {
  const { verdict, facts } = await judge(platform, inForce, {
    id: row.id,
    createdAt: row.createdAt,
    requestedById: row.requestedById,
    connectionId: row.connectionId,
    connected,
    input: row.input,
    preview: connected.operation.effect === 'read' ? null : preview,
    requester: { id: requester.id, roles: requester.roles as Role[], teams: requester.teams },
    apiKeyId: row.apiKeyId,
    via: row.requestedVia as Via,
    tainted: row.tainted,
    sources: Array.isArray(row.sources) ? row.sources : [],
    model: row.modelLabel === null ? null : { label: row.modelLabel, confidence: row.confidence },
  })
  return { ...verdict, facts }
}

/** What lists, windows and the inbox know of an action without its facts. `moneyMinor`: null where an amount could not be read. */
export function figuresOf(facts: StoredFacts): { moneyMinor: bigint | null; recipientDomains: string[]; risk: number } {
  const { money, recipients, effect } = facts
  return {
    moneyMinor: money.known && money.minor !== null ? BigInt(money.minor) : null,
    recipientDomains: effect === 'read' ? [] : recipients.map(({ domain }) => domain),
    risk: riskOf(facts),
  }
}

/** The digest that a decision on this action, with this preview, is bound to. */
export function actionDigest(
  row: Pick<Judgeable, 'id' | 'operation' | 'operationVersion' | 'connectionId' | 'connectionRevision' | 'input' | 'requestedById'>,
  preview: Preview,
): string {
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
