import { conditionHolds } from './compile-rule.ts'
import type { Facts } from './facts.ts'
import { matchesGlob } from './operation-glob.ts'
import { mergeRequirements } from './requirements.ts'
import { defaultRequirement, type Policy, type PolicyRule, type Requirement, type VerdictKind, verdicts } from './rule.ts'

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
  policyVersion: number
}

const byAnAdmin: Requirement = { role: 'admin', quorum: 1, requesterExcluded: true }

/**
 * What the policy says about these facts. Pure. The strictest verdict of all rules that match wins, approval requirements add up,
 * a rule that can't be evaluated counts as the stricter of its own verdict and approval by an admin, and silence means approval.
 */
export function evaluatePolicy(policy: Policy, facts: Facts): Verdict {
  const spoken = policy.rules.flatMap((rule) => outcomeOf(rule, facts) ?? [])
  if (spoken.length === 0) spoken.push(silence)
  const verdict = strictest(spoken.map((one) => one.outcome.verdict))
  return {
    verdict,
    rules: spoken.map(({ outcome }) => outcome),
    requirements: verdict === 'require_approval' ? mergeRequirements(spoken.flatMap(({ requirements }) => requirements)) : [],
    policyVersion: policy.version,
  }
}

export function strictest(kinds: readonly VerdictKind[]): VerdictKind {
  return kinds.reduce((left, right) => (verdicts.indexOf(right) > verdicts.indexOf(left) ? right : left), 'allow')
}

interface Spoken {
  outcome: RuleOutcome
  requirements: readonly Requirement[]
}

const silence: Spoken = {
  outcome: { name: 'no rule matched', verdict: 'require_approval', reason: 'No rule speaks about this, so a person must agree.' },
  requirements: [defaultRequirement],
}

/** Null where the rule does not match. Globs come first: a condition is only asked about operations that it was written for. */
function outcomeOf(rule: PolicyRule, facts: Facts): Spoken | null {
  if (!rule.operations.some((glob) => matchesGlob(glob, facts.operation))) return null
  const condition = conditionHolds(rule, facts)
  const own = rule.verdict === 'require_approval' ? requirementsOf(rule) : []
  if (condition.known) {
    if (!condition.holds) return null
    return { outcome: { name: rule.name, verdict: rule.verdict, reason: rule.reason }, requirements: own }
  }
  const reason = `${rule.reason} This rule could not be evaluated (${condition.why}), so it counts as the stricter of its own verdict and approval by an admin.`
  return {
    outcome: { name: rule.name, verdict: strictest([rule.verdict, 'require_approval']), reason },
    requirements: [...own, byAnAdmin],
  }
}

function requirementsOf(rule: PolicyRule): readonly Requirement[] {
  return rule.requirements?.length ? rule.requirements : [defaultRequirement]
}
