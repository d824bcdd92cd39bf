import { z } from 'zod'
import { doors, effects, type FieldError, repeats, roles } from '#lib/core/index.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { factDefaults } from './fact-defaults.ts'
import type { Facts } from './facts.ts'
import { type Policy, requirementSchema } from './rule.ts'
import { verdicts } from './verdict-kind.ts'
import type { Windows } from './windows.ts'

const text = z.string().max(200)
const strictly = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).partial()

/** Facts of a policy's own test: the operation and its effect must be said, the rest has the plainest value. */
const testFactsSchema = z.strictObject({
  operation: z.string().min(1).max(200),
  effect: z.enum(effects),
  ...strictly({
    connection: text,
    connector: text,
    environment: z.string().max(50),
    repeat: z.enum(repeats),
    confirmed: z.boolean(),
    undoable: z.boolean(),
    input: z.json(),
    preview: z.strictObject({ changes: z.int().min(0), fields: z.array(text).max(100).default([]) }).nullable(),
    money: strictly({ minor: z.int().nullable(), currency: z.string().max(3), known: z.boolean() }),
    requester: strictly({
      id: z.string().max(100),
      roles: z.array(z.enum(roles)),
      teams: z.array(text).max(100),
      key: z.strictObject({ ageDays: z.int().min(0), scopes: z.array(text).max(20).default([]) }).nullable(),
    }),
    via: z.enum(doors),
    tainted: z.boolean(),
    sources: z.int().min(0),
    sourceOperations: z.array(text).max(100),
    recipients: z.array(z.strictObject({ domain: text, known: z.boolean().default(true) })).max(50),
    newRecipient: z.boolean(),
    model: z.strictObject({ label: text, confidence: z.number().min(0).max(1).nullable().default(null) }).nullable(),
    hour: z.int().min(0).max(23),
    weekday: z.int().min(1).max(7),
    businessHours: z.boolean(),
    /** What `count` and `sum` answer, by the call as a rule writes it; those that are not named answer 0. */
    windows: z.record(text, z.int().min(0)),
  }).shape,
})

/** A test that a policy carries along: with these facts it must say this. `requirements` are compared in any order, when given. */
const policyTestSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  facts: testFactsSchema,
  expected: z.strictObject({ verdict: z.enum(verdicts), requirements: z.array(requirementSchema).max(10).optional() }),
})
export type PolicyTest = z.infer<typeof policyTestSchema>
export const policyTestsSchema = z.array(policyTestSchema).max(500)

/** The tests that these rules do not pass, each with what they say instead. */
export function failingTests(policy: Policy, tests: readonly PolicyTest[]): FieldError[] {
  return tests.flatMap(({ name, facts, expected }, index) => {
    const found = evaluatePolicy(policy, testFacts(facts), testWindows(facts.windows))
    if (found.verdict !== expected.verdict) {
      return [{ path: `tests.${index}`, message: `“${name}”: expected ${expected.verdict}, the rules say ${found.verdict}` }]
    }
    if (expected.requirements === undefined || asText(expected.requirements) === asText(found.requirements)) return []
    return [{ path: `tests.${index}`, message: `“${name}”: the rules ask for ${asText(found.requirements)}` }]
  })
}

function testFacts({ windows: _windows, money, requester, recipients, ...given }: PolicyTest['facts']): Facts {
  const plain = factDefaults(given.operation)
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Facts>
  const named = recipients ?? []
  return {
    ...plain,
    newRecipient: named.some(({ known }) => !known),
    ...said,
    recipients: named,
    money: { ...plain.money, ...(money?.minor === null ? { known: false } : {}), ...defined(money) },
    requester: { ...plain.requester, ...defined(requester) },
  }
}

function defined<Value extends object>(value: Value | undefined) {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, member]) => member !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>
  }
}

/** `count("a.b", '24h', requester)` and `count(a.b, 24h, "requester")` are one window. */
function testWindows(given: Readonly<Record<string, number>> = {}): Windows {
  const plain = (key: string) => key.replaceAll(/["'\s]/g, '').replace(/,(\d+)d,/, (_, days: string) => `,${Number(days) * 24}h,`)
  const known = new Map(Object.entries(given).map(([key, value]) => [plain(key), value]))
  return { get: (key) => known.get(plain(key)) ?? 0 }
}

function asText(requirements: PolicyTest['expected']['requirements'] = []): string {
  const lines = requirements.map(({ role, team, quorum, requesterExcluded, stepUp }) => {
    const notes = [requesterExcluded ? 'not the requester' : '', stepUp === true ? 'with a passkey' : ''].filter((note) => note !== '')
    return `${quorum} ${role}${team === undefined ? '' : ` of ${team}`}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`
  })
  return lines.sort().join(', ') || 'nobody'
}
