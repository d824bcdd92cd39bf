import { compileCondition } from './compile-rule.ts'
import type { Policy } from './rule.ts'
import { rulesFor } from './rules-for.ts'
import { type WindowCall, windowKey } from './windows.ts'

/** All windows that the rules about this operation ask for, each once. */
export function windowsFor(policy: Policy, operation: string): readonly WindowCall[] {
  const calls = rulesFor(policy, operation).flatMap((rule) => {
    const compiled = compileCondition(rule)
    return compiled?.ok ? compiled.windows : []
  })
  return [...new Map(calls.map((call) => [windowKey(call), call])).values()]
}
