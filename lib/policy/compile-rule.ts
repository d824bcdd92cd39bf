import { type Compiled, compileExpression } from '#lib/platform/expression.ts'
import { type Facts, factNames } from './facts.ts'
import type { PolicyRule } from './rule.ts'

// A condition is read once for each rule object; what it means depends on nothing else.
const remembered = new WeakMap<PolicyRule, { condition: string; compiled: Compiled }>()

/** The rule's condition, ready to evaluate; null where it has none. */
export function compileCondition(rule: PolicyRule): Compiled | null {
  if (rule.condition === null) return null
  const known = remembered.get(rule)
  if (known?.condition === rule.condition) return known.compiled
  const compiled = compileExpression(rule.condition, { variables: factNames })
  remembered.set(rule, { condition: rule.condition, compiled })
  return compiled
}

export type Holds = { known: true; holds: boolean } | { known: false; why: string }

/** Whether the condition holds for these facts, or why that can't be said. */
export function conditionHolds(rule: PolicyRule, facts: Facts): Holds {
  const compiled = compileCondition(rule)
  if (compiled === null) return { known: true, holds: true }
  if (!compiled.ok) return { known: false, why: compiled.message }
  try {
    const answer = compiled.evaluate({ ...facts })
    return typeof answer === 'boolean' ? { known: true, holds: answer } : { known: false, why: 'its condition is neither true nor false' }
  } catch (error) {
    return { known: false, why: error instanceof Error ? error.message : String(error) }
  }
}
