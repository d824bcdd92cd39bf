import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluatePolicy } from './evaluate-policy.ts'
import { factDefaults } from './fact-defaults.ts'
import type { Facts } from './facts.ts'
import { type PolicyRule, ruleSchema } from './rule.ts'
import { validatePolicy } from './validate-policy.ts'
import { verdicts } from './verdict-kind.ts'

function rule(changes: Partial<PolicyRule>): PolicyRule {
  return ruleSchema.parse({ name: 'a rule', operations: ['*'], condition: null, verdict: 'allow', reason: 'Because.', ...changes })
}
const facts = (changes: Partial<Facts> = {}): Facts => ({ ...factDefaults('billing.pay'), ...changes })
const says = (rules: readonly PolicyRule[], given = facts(), windows?: Parameters<typeof evaluatePolicy>[2]) =>
  evaluatePolicy({ version: 1, rules }, given, windows)

/** Conditions that no facts here can answer. */
const broken = ['input.gone > 1', 'effect ==', 'nonsense', 'money.minor + 1', `count('*', '1h', requester) > 0`, 'preview.changes > 1']

describe('what cannot be said is never a yes', () => {
  test('whatever the rules: with one that cannot be evaluated nothing is allowed, and its denial stays one', () => {
    const anyRule = fc.record({ condition: fc.constantFrom(null, 'true', 'tainted'), verdict: fc.constantFrom(...verdicts) }).map(rule)
    fc.assert(
      fc.property(
        fc.array(anyRule, { maxLength: 4 }),
        fc.constantFrom(...broken),
        fc.constantFrom(...verdicts),
        fc.boolean(),
        (rules, condition, verdict, tainted) => {
          const found = says([...rules, rule({ name: 'broken', condition, verdict })], facts({ tainted }))
          expect(found.verdict).not.toBe('allow')
          if (verdict === 'deny') expect(found.verdict).toBe('deny')
        },
      ),
    )
  })

  test('a window that could not be read speaks against the action, one that was read speaks for itself', () => {
    const few = rule({ condition: `count('billing.*', '24h', requester) < 3` })
    expect(says([few]).verdict).toBe('require_approval')
    expect(says([few], facts(), new Map([['count(billing.*, 24h, requester)', 2]])).verdict).toBe('allow')
    expect(says([few], facts(), new Map([['count(billing.*, 24h, requester)', 3]])).rules[0]?.name).toBe('no rule matched')
  })

  test('a name that hides the requester does not reach into another window', () => {
    const sly = rule({ condition: `["everyone"].exists(requester, count('*', '1h', requester) >= 0)` })
    expect(says([sly], facts(), new Map([['count(*, 1h, requester)', 0]])).verdict).toBe('require_approval')
  })

  test('a shadow rule changes nothing, whatever it says, and is on record', () => {
    const open = rule({ name: 'open' })
    const found = says([open, rule({ name: 'would deny', verdict: 'deny', shadow: true })])
    expect(found).toMatchObject({ verdict: 'allow', decidedBy: ['open'], shadow: [{ name: 'would deny', verdict: 'deny' }] })
    expect(says([open, rule({ name: 'broken', condition: 'effect ==', shadow: true })]).verdict).toBe('allow')
  })

  test('what is asked is told: who decided, who did not speak and why', () => {
    const found = says([
      rule({ name: 'a', condition: 'tainted' }),
      rule({ name: 'b', condition: 'input.x > 1', verdict: 'deny' }),
      rule({ name: 'c' }),
    ])
    expect(found.decidedBy).toEqual(['b'])
    expect(found.looked).toEqual([
      { name: 'b', spoke: true, why: expect.stringMatching(/could not be evaluated/) },
      { name: 'c', spoke: true, why: null },
      { name: 'a', spoke: false, why: 'Its condition does not hold.' },
    ])
  })
})

describe('a rule that was written to hang or to swell does neither', () => {
  const lines = { input: { lines: Array.from({ length: 400 }, (_, id) => ({ id })), text: 'a'.repeat(900_000) } }
  test.each([
    ['loops in loops over the input', 'input.lines.all(x, input.lines.all(y, x.id + y.id + x.id + y.id + x.id >= 0))'],
    ['a long text read again for each element', `input.lines.all(x, (input.text + input.text).contains("zz${'z'.repeat(100)}"))`],
    ['lists that double', '[input.lines + input.lines].map(x, x + x + x + x)[0].all(y, y.id >= 0)'],
    ['a list of lists of lists', `input.lines.map(x, [${'x,'.repeat(600)}x]).size() > 0`],
    ['texts put together', 'input.lines.map(x, input.text).join("").size() > 0'],
    ['a text taken apart', 'input.text.split("").size() > 0'],
  ])('%s: refused before it begins, and it counts against the action', (_, condition) => {
    const started = process.cpuUsage()
    const found = says([rule({ condition })], facts(lines))
    const { user } = process.cpuUsage(started)
    expect(found.verdict).toBe('require_approval')
    expect(found.looked[0]?.why).toMatch(/too large|too long|not available/)
    // A walk through the values once, not a loop over them: seconds would be a thousand times this.
    expect(user / 1_000).toBeLessThan(2_000)
  })

  test('an ordinary look at the same input is answered: what is not read costs nothing', () => {
    expect(says([rule({ condition: 'effect == "write" && !tainted' })], facts({ input: { text: 'a'.repeat(2 ** 21) } })).verdict).toBe(
      'allow',
    )
    expect(says([rule({ condition: 'input.lines.all(l, l.id >= 0)' })], facts({ input: { lines: lines.input.lines } })).verdict).toBe(
      'allow',
    )
  })
})

test.each<[string, string, RegExp]>([
  ['an operation that is worked out', 'count(operation, "1h", requester) > 1', /operation in quotes/],
  ['a time that is none', 'count("*", "1w", requester) > 1', /"1h" to "30d"/],
  ['a time that is too long', 'count("*", "31d", requester) > 1', /"1h" to "30d"/],
  ['somebody else’s window', 'sum("*", "1d", "ada") > 1', /"requester", "connection" or "everyone"/],
])('%s is refused at the character when the policy is changed', (_, condition, message) => {
  const [error] = validatePolicy([rule({ condition })])
  expect(error?.message).toMatch(message)
  expect(condition.slice(error?.at)).toMatch(/^(operation|"1w"|"31d"|"ada")/)
})
