import { compileCondition } from './compile-rule.ts'
import type { Policy, PolicyRule } from './rule.ts'
import { rulesFor } from './rules-for.ts'
import { type WindowAnswers, type WindowCall, type Windows, windowKey } from './windows.ts'

/** All windows that the rules about this operation ask for, each once. */
export function windowsFor(policy: Policy, operation: string): readonly WindowCall[] {
  return [...callsOf(rulesFor(policy, operation)).values()]
}

/** Of the answers to one action no more than this are kept with it. */
const mostKept = 100

/** What these windows answered the rules about this operation, those first that decided. */
export function answersFor(
  policy: Policy,
  operation: string,
  { windows, decidedBy }: { windows: Windows; decidedBy: readonly string[] },
): WindowAnswers {
  const rules = rulesFor(policy, operation)
  const first = rules.filter(({ name }) => decidedBy.includes(name))
  const keys = [...callsOf([...first, ...rules]).keys()].slice(0, mostKept)
  return Object.fromEntries(keys.map((key) => [key, windows.get(key) ?? null]))
}

function callsOf(rules: readonly PolicyRule[]): ReadonlyMap<string, WindowCall> {
  const calls = rules.flatMap((rule) => {
    const compiled = compileCondition(rule)
    return compiled?.ok ? compiled.windows : []
  })
  return new Map(calls.map((call) => [windowKey(call), call]))
}
