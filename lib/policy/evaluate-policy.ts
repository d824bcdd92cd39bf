import { matchesGlob } from '#lib/core/index.ts'
import { conditionHolds } from './compile-rule.ts'
import type { Facts } from './facts.ts'
import { mergeRequirements } from './requirements.ts'
import {
  approvingRoles,
  defaultRequirement,
  type Grantable,
  type Policy,
  type PolicyRule,
  type Requirement,
  type TimeLimit,
  type VerdictKind,
  verdicts,
} from './rule.ts'

/** One rule that spoke, and what it said: `verdict` is what it counted as. */
export interface RuleOutcome {
  name: string
  verdict: VerdictKind
  reason: string
}

export interface Verdict {
  verdict: VerdictKind
  /** Every rule that matched, in the policy's order; one that speaks for the policy itself where none did. */
  rules: RuleOutcome[]
  /** Empty unless the verdict asks for approval. All must be met. */
  requirements: Requirement[]
  /** The shortest of those that the asking rules name; null: the house's own. */
  timeLimit: TimeLimit | null
  /** Who may give a standing grant that stands for a person; null: nobody, since a rule that asks does not say so. */
  grantable: Grantable | null
  policyVersion: number
}

const byAnAdmin: Requirement = { role: 'admin', quorum: 1, requesterExcluded: true }

/**
 * What the policy says about these facts. Pure. The strictest verdict of all rules that match wins, approval requirements add up,
 * a rule that can't be evaluated counts as the stricter of its own verdict and approval by an admin, and silence means approval.
 */
export function evaluatePolicy(policy: Policy, facts: Facts): Verdict {
  const spoken = policy.rules.flatMap((rule) => (rule.shadow === true ? [] : (outcomeOf(rule, facts) ?? [])))
  if (spoken.length === 0) spoken.push(silence)
  const verdict = strictest(spoken.map((one) => one.outcome.verdict))
  const asking = verdict === 'require_approval' ? spoken.filter((one) => one.outcome.verdict === verdict) : []
  return {
    verdict,
    timeLimit: shortest(asking.flatMap(({ timeLimit }) => timeLimit ?? [])),
    grantable: tightest(asking.map(({ grantable }) => grantable)),
    rules: spoken.map(({ outcome }) => outcome),
    requirements: verdict === 'require_approval' ? mergeRequirements(spoken.flatMap(({ requirements }) => requirements)) : [],
    policyVersion: policy.version,
  }
}

function shortest(limits: readonly TimeLimit[]): TimeLimit | null {
  return limits.reduce<TimeLimit | null>((left, right) => (left === null || right.hours < left.hours ? right : left), null)
}

/** One rule that asks and does not say who may grant: nobody may. */
function tightest(all: readonly (Grantable | null)[]): Grantable | null {
  const [first] = all
  if (first === undefined || all.includes(null)) return null
  return all.reduce((left, right) => {
    if (left === null || right === null) return null
    const bounds = [left.atMost, right.atMost].filter((bound) => bound !== undefined)
    const role = approvingRoles.indexOf(right.role) > approvingRoles.indexOf(left.role) ? right.role : left.role
    return { role, tainted: left.tainted && right.tainted, ...(bounds.length === 0 ? {} : { atMost: Math.min(...bounds) }) }
  })
}

export function strictest(kinds: readonly VerdictKind[]): VerdictKind {
  return kinds.reduce((left, right) => (verdicts.indexOf(right) > verdicts.indexOf(left) ? right : left), 'allow')
}

interface Spoken {
  outcome: RuleOutcome
  requirements: readonly Requirement[]
  timeLimit: TimeLimit | null
  grantable: Grantable | null
}

const silence: Spoken = {
  outcome: { name: 'no rule matched', verdict: 'require_approval', reason: 'No rule speaks about this, so a person must agree.' },
  requirements: [defaultRequirement],
  timeLimit: null,
  grantable: null,
}

/** Null where the rule does not match. Globs come first: a condition is only asked about operations that it was written for. */
function outcomeOf(rule: PolicyRule, facts: Facts): Spoken | null {
  if (!rule.operations.some((glob) => matchesGlob(glob, facts.operation))) return null
  const condition = conditionHolds(rule, facts)
  const own = rule.verdict === 'require_approval' ? requirementsOf(rule) : []
  if (condition.known) {
    if (!condition.holds) return null
    const { name, verdict, reason, timeLimit = null, grantable = null } = rule
    return { outcome: { name, verdict, reason }, requirements: own, timeLimit, grantable }
  }
  const reason = `${rule.reason} This rule could not be evaluated (${condition.why}), so it counts as the stricter of its own verdict and approval by an admin.`
  return {
    outcome: { name: rule.name, verdict: strictest([rule.verdict, 'require_approval']), reason },
    requirements: [...own, byAnAdmin],
    timeLimit: rule.timeLimit ?? null,
    grantable: null,
  }
}

function requirementsOf(rule: PolicyRule): readonly Requirement[] {
  return rule.requirements?.length ? rule.requirements : [defaultRequirement]
}
