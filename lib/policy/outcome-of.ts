import type { TakenValues } from '#lib/platform/expression.ts'
import { conditionHolds } from './compile-rule.ts'
import { defaultRequirement, type Grantable, type PolicyRule, type Requirement, type TimeLimit } from './rule.ts'
import { strictest, type VerdictKind } from './verdict-kind.ts'
import type { Windows } from './windows.ts'

/** One rule that spoke, and what it said: `verdict` is what it counted as. */
export interface RuleOutcome {
  name: string
  verdict: VerdictKind
  reason: string
}

export interface Spoken {
  outcome: RuleOutcome
  requirements: readonly Requirement[]
  timeLimit: TimeLimit | null
  grantable: Grantable | null
}

const byAnAdmin: Requirement = { role: 'admin', quorum: 1, requesterExcluded: true }

/** What a rule says whose globs fit; `spoken` null: its condition does not hold. One that can't be evaluated speaks, never for the action. */
export function outcomeOf(rule: PolicyRule, facts: TakenValues, windows: Windows): { spoken: Spoken | null; why: string | null } {
  const condition = conditionHolds(rule, facts, windows)
  const own = rule.verdict === 'require_approval' ? requirementsOf(rule) : []
  if (condition.known) {
    if (!condition.holds) return { spoken: null, why: 'Its condition does not hold.' }
    const { name, verdict, reason, timeLimit = null, grantable = null } = rule
    return { spoken: { outcome: { name, verdict, reason }, requirements: own, timeLimit, grantable }, why: null }
  }
  const reason = `${rule.reason} This rule could not be evaluated (${condition.why}), so it counts as the stricter of its own verdict and approval by an admin.`
  const spoken: Spoken = {
    outcome: { name: rule.name, verdict: strictest([rule.verdict, 'require_approval']), reason },
    requirements: [...own, byAnAdmin],
    timeLimit: rule.timeLimit ?? null,
    grantable: null,
  }
  return { spoken, why: `It could not be evaluated: ${condition.why}` }
}

function requirementsOf(rule: PolicyRule): readonly Requirement[] {
  return rule.requirements?.length ? rule.requirements : [defaultRequirement]
}
