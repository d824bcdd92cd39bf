import type { PolicyRule } from '../rule.ts'

/** What a person made of one proposal, as it is kept at each decision. */
export interface Example {
  actionId: string
  operation: string
  effect: string
  label: 'approved' | 'changed' | 'rejected'
  tainted: boolean
  moneyMinor: number | null
  /** The rules that asked for it. */
  rules: readonly string[]
  decidedById: string
  at: Date
}

export interface Suggestion {
  operation: string
  /** Why, in one sentence: "The last 40 were approved unchanged." */
  sentence: string
  /** The rule that would allow it; `amended`: the conditions of those that ask for it today, with this left out. */
  rule: PolicyRule
  amended: { name: string; condition: string }[]
  /** The bound, in minor units of the organisation's currency; null: no money is in it. */
  atMost: number | null
  evidence: { approved: number; people: number; from: Date; to: Date; actionIds: string[] }
}

/** The latest so many decisions on an operation are looked at; fewer than the least prove nothing. */
export const sampleSize = 100
export const leastApproved = 20
/** So many of the actions are named. */
const mostNamed = 20
const longestCondition = 4_000

/**
 * What could be allowed, since people have approved it unchanged all along. Pure. Only what was asked for without outside content in
 * sight; nothing of an operation of which any was rejected or changed in the sample; and
 * nothing above what was approved. `examples` of one operation, the newest first.
 */
export function suggestFrom(examples: readonly Example[], rules: readonly PolicyRule[]): Suggestion | null {
  const sample = examples.filter(({ tainted }) => !tainted).slice(0, sampleSize)
  const [newest] = sample
  const oldest = sample.at(-1)
  if (newest === undefined || oldest === undefined || sample.length < leastApproved) return null
  if (examples.slice(0, sampleSize).some(({ label }) => label !== 'approved')) return null
  const people = new Set(sample.map(({ decidedById }) => decidedById)).size
  const amounts = sample.map(({ moneyMinor }) => moneyMinor)
  if (amounts.includes(null)) return null
  const largest = Math.max(...amounts.map((minor) => minor ?? 0))
  const { operation } = newest
  const condition = `!tainted && confirmed && !newRecipient && money.known && money.minor <= ${largest}`
  const amended = amendments(rules, sample, operation, condition)
  if (amended === null) return null
  return {
    operation,
    sentence: `The last ${sample.length} were approved unchanged, by ${people === 1 ? 'one person' : `${people} people`}.`,
    rule: {
      name: `learned: ${operation}`.slice(0, 100),
      operations: [operation],
      condition,
      verdict: 'allow',
      reason: `The last ${sample.length} of these were approved unchanged.`,
    },
    amended,
    atMost: largest === 0 ? null : largest,
    evidence: {
      approved: sample.length,
      people,
      from: oldest.at,
      to: newest.at,
      actionIds: sample.slice(0, mostNamed).map(({ actionId }) => actionId),
    },
  }
}

/** The strictest rule wins, so allowing something means that those which ask leave it out. Null where that can't be written. */
function amendments(rules: readonly PolicyRule[], sample: readonly Example[], operation: string, condition: string) {
  const asking = new Set(sample.flatMap((example) => example.rules))
  const amended = rules
    .filter(({ name, verdict }) => verdict === 'require_approval' && asking.has(name))
    .map((rule) => ({
      name: rule.name,
      condition: `${rule.condition === null ? '' : `(${rule.condition}) && `}!(operation == "${operation}" && ${condition})`,
    }))
  return amended.some(({ condition: text }) => text.length > longestCondition) ? null : amended
}

/** The rules as they would be with it. */
export function withSuggestion(rules: readonly PolicyRule[], { rule, amended }: Pick<Suggestion, 'rule' | 'amended'>): PolicyRule[] {
  const changed = new Map(amended.map(({ name, condition }) => [name, condition]))
  const kept = rules.filter(({ name }) => name !== rule.name)
  return [...kept.map((one) => ({ ...one, condition: changed.get(one.name) ?? one.condition })), rule]
}
