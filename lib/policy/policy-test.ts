import { z } from 'zod'
import { doors, effects, type FieldError, repeats, roles } from '#lib/core/index.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import type { Facts } from './facts.ts'
import { type Policy, requirementSchema, verdicts } from './rule.ts'

/** Facts of a policy's own test: the operation and its effect must be said, the rest has the plainest value. */
const testFactsSchema = z.strictObject({
  operation: z.string().min(1).max(200),
  connection: z.string().max(200).optional(),
  environment: z.string().max(50).default('production'),
  effect: z.enum(effects),
  repeat: z.enum(repeats).default('idempotent'),
  confirmed: z.boolean().default(true),
  input: z.json().default({}),
  money: z
    .strictObject({ minor: z.int().nullable().default(0), currency: z.string().max(3).default('EUR'), known: z.boolean().default(true) })
    .default({ minor: 0, currency: 'EUR', known: true }),
  requester: z
    .strictObject({ id: z.string().max(100).default('requester'), roles: z.array(z.enum(roles)).default(['member']) })
    .default({ id: 'requester', roles: ['member'] }),
  via: z.enum(doors).default('chat'),
  tainted: z.boolean().default(false),
  sources: z.int().min(0).default(0),
  undoable: z.boolean().default(false),
})

/** A test that a policy carries along: with these facts it must say this. `requirements` are compared in any order, when given. */
export const policyTestSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  facts: testFactsSchema,
  expected: z.strictObject({ verdict: z.enum(verdicts), requirements: z.array(requirementSchema).max(10).optional() }),
})
export type PolicyTest = z.infer<typeof policyTestSchema>
export const policyTestsSchema = z.array(policyTestSchema).max(500)

/** The tests that these rules do not pass, each with what they say instead. */
export function failingTests(policy: Policy, tests: readonly PolicyTest[]): FieldError[] {
  return tests.flatMap(({ name, facts, expected }, index) => {
    const given: Facts = { ...facts, connection: facts.connection ?? facts.operation.split('.')[0] ?? '' }
    const found = evaluatePolicy(policy, given)
    if (found.verdict !== expected.verdict) {
      return [{ path: `tests.${index}`, message: `“${name}”: expected ${expected.verdict}, the rules say ${found.verdict}` }]
    }
    if (expected.requirements === undefined || asText(expected.requirements) === asText(found.requirements)) return []
    return [{ path: `tests.${index}`, message: `“${name}”: the rules ask for ${asText(found.requirements)}` }]
  })
}

function asText(requirements: PolicyTest['expected']['requirements'] = []): string {
  const lines = requirements.map(
    ({ role, quorum, requesterExcluded }) => `${quorum} ${role}${requesterExcluded ? ' (not the requester)' : ''}`,
  )
  return lines.sort().join(', ') || 'nobody'
}
