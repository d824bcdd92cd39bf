import { z } from 'zod'
import type { PolicyRule } from '#lib/policy/rule.ts'
import { verdicts } from '#lib/policy/verdict-kind.ts'
import { policyText } from './policy-text.ts'

// What table and form need of a rule and of a test; saving looks at all of it.
const ruleShape = z.looseObject({
  name: z.string(),
  operations: z.array(z.string()),
  condition: z.string().nullish(),
  verdict: z.enum(verdicts),
  requirements: z.array(z.looseObject({ role: z.string() })).optional(),
  timeLimit: z.looseObject({ hours: z.number() }).optional(),
  grantable: z.looseObject({ role: z.string() }).optional(),
  reason: z.string(),
})

const testSchema = z.looseObject({
  name: z.string(),
  facts: z.looseObject({ operation: z.string(), effect: z.string() }),
  expected: z.looseObject({ verdict: z.enum(verdicts) }),
})
/** A policy's own test, as it stands in the text. */
export type DraftTest = z.infer<typeof testSchema>

/** Rules and tests as they stand in the text: what it leaves out is left out here too. */
export interface Draft {
  rules: PolicyRule[]
  tests: DraftTest[]
}

/** The text's rules and tests; null where it is not a policy, so that only the text can be changed. */
export function readDraft(text: string): Draft | null {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof given !== 'object' || given === null) return null
  const { rules, tests = [] } = given as { rules?: unknown; tests?: unknown }
  if (!z.array(ruleShape).safeParse(rules).success || !z.array(testSchema).safeParse(tests).success) return null
  return { rules: rules as PolicyRule[], tests: tests as DraftTest[] }
}

export function writeDraft(draft: Draft): string {
  return policyText(draft)
}

/** The list with one item in another place; itself where there is no such place. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const item = items[from]
  if (item === undefined || to < 0 || to >= items.length) return [...items]
  return items.toSpliced(from, 1).toSpliced(to, 0, item)
}
