import { z } from 'zod'
import type { FieldError } from '#lib/core/index.ts'
import { policyChangeSchema } from './change-policy.ts'
import { failingTests, type PolicyTest } from './policy-test.ts'
import type { PolicyRule } from './rule.ts'
import { validatePolicy } from './validate-policy.ts'

const draftSchema = policyChangeSchema.omit({ comment: true, expectedVersion: true }).strict()

export interface PolicyDraft {
  rules: PolicyRule[]
  /** Without them the old ones stay. */
  tests?: PolicyTest[] | undefined
}

export type ReadDraft = { ok: true; draft: PolicyDraft } | { ok: false; errors: FieldError[] }

/** Reads rules and tests as someone wrote them. An error's path leads to what it is about: a member that nobody knows, itself. */
export function readPolicyDraft(given: unknown): ReadDraft {
  const parsed = draftSchema.safeParse(given)
  return parsed.success ? { ok: true, draft: parsed.data } : { ok: false, errors: parsed.error.issues.flatMap(placed) }
}

export interface CheckedDraft {
  /** What is wrong with its shape and its conditions; `at` is the character in a condition. */
  errors: (FieldError & { at?: number })[]
  /** One for each test, in their order: null where it passes, else what the rules say instead. Null while there are errors. */
  tests: (string | null)[] | null
}

/** What saving this draft would complain about, by the same checks. Pure. */
export function checkPolicyDraft(given: unknown, keptTests: readonly PolicyTest[]): CheckedDraft {
  const read = readPolicyDraft(given)
  if (!read.ok) return { errors: read.errors, tests: null }
  const { rules, tests = keptTests } = read.draft
  const errors = validatePolicy(rules)
  if (errors.length > 0) return { errors, tests: null }
  const failing = new Map(failingTests({ version: 0, rules }, tests).map(({ path, message }) => [path, message]))
  return { errors: [], tests: tests.map((_test, index) => failing.get(`tests.${index}`) ?? null) }
}

function placed(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }]
  return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: `“${key}” is not known here` }))
}

/** The shape of a draft as JSON Schema, for whoever helps to write one. */
export function policyShape(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(draftSchema, { io: 'input', unrepresentable: 'any', reused: 'inline' })
}
