import type { FieldError } from '#lib/core/index.ts'
import { compileCondition } from './compile-rule.ts'
import type { PolicyRule } from './rule.ts'

/** A condition that does not compile; `at` is the character (from 0) in it. */
export type PolicyError = FieldError & { at: number }

/** What is wrong with the rules' conditions, each with its place: `rules.2.condition`. Empty: all can be read. */
export function validatePolicy(rules: readonly PolicyRule[]): PolicyError[] {
  return rules.flatMap((rule, index) => {
    const compiled = compileCondition(rule)
    if (compiled === null || compiled.ok) return []
    return [{ path: `rules.${index}.condition`, message: `${compiled.message} (at character ${compiled.at + 1})`, at: compiled.at }]
  })
}
