import { type Compiled, compileExpression, type TakenValues } from '#lib/platform/expression.ts'
import { factNames } from './facts.ts'
import type { PolicyRule } from './rule.ts'
import { type WindowCall, type Windows, windowAnswers, windowCallOf, windowFunctions } from './windows.ts'

/** What one rule's condition may take: some milliseconds at worst. An evaluation that could take more is refused before it begins. */
const maxSteps = 100_000

type Condition = (Extract<Compiled, { ok: true }> & { windows: readonly WindowCall[] }) | Extract<Compiled, { ok: false }>

// A condition is read once for each rule object; what it means depends on nothing else.
const remembered = new WeakMap<PolicyRule, { condition: string; compiled: Condition }>()

/** The rule's condition, ready to evaluate; null where it has none. */
export function compileCondition(rule: PolicyRule): Condition | null {
  if (rule.condition === null) return null
  const known = remembered.get(rule)
  if (known?.condition === rule.condition) return known.compiled
  const compiled = compile(rule.condition)
  remembered.set(rule, { condition: rule.condition, compiled })
  return compiled
}

function compile(text: string): Condition {
  const compiled = compileExpression(text, { variables: factNames, late: windowFunctions, maxSteps })
  if (!compiled.ok) return compiled
  const windows: WindowCall[] = []
  for (const call of compiled.lateCalls) {
    const window = windowCallOf(call)
    if ('message' in window) return { ok: false, ...window }
    windows.push(window)
  }
  return { ...compiled, windows }
}

export type Holds = { known: true; holds: boolean } | { known: false; why: string }

/** Whether the condition holds for these facts, or why that can't be said. */
export function conditionHolds(rule: PolicyRule, facts: TakenValues, windows: Windows): Holds {
  const compiled = compileCondition(rule)
  if (compiled === null) return { known: true, holds: true }
  if (!compiled.ok) return { known: false, why: compiled.message }
  try {
    const answer = compiled.evaluate(facts, windowAnswers(windows))
    return typeof answer === 'boolean' ? { known: true, holds: answer } : { known: false, why: 'its condition is neither true nor false' }
  } catch (error) {
    return { known: false, why: (error instanceof Error ? error.message : String(error)).slice(0, longestWhy) }
  }
}

/** What an error says may quote the input: no more of it than this is kept. */
const longestWhy = 200
