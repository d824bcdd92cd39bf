import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultRules } from './default-rules.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { factDefaults } from './fact-defaults.ts'
import type { Facts } from './facts.ts'
import { type Policy, type PolicyRule, type Requirement, ruleSchema, rulesSchema } from './rule.ts'
import { validatePolicy } from './validate-policy.ts'
import { strictest, verdicts } from './verdict-kind.ts'

const approver: Requirement = { role: 'approver', quorum: 1, requesterExcluded: true }
const admin: Requirement = { role: 'admin', quorum: 1, requesterExcluded: true }

function facts(changes: Partial<Facts> = {}): Facts {
  return { ...factDefaults('billing.pay'), undoable: true, ...changes }
}

function money(minor: number | null): Pick<Facts, 'money'> {
  return { money: { minor, currency: 'EUR', known: minor !== null } }
}

function rule(changes: Partial<PolicyRule>): PolicyRule {
  return ruleSchema.parse({ name: 'a rule', operations: ['*'], condition: null, verdict: 'allow', reason: 'Because.', ...changes })
}

function policy(...rules: PolicyRule[]): Policy {
  return { version: 7, rules }
}

describe('the default set', () => {
  const set: Policy = { version: 1, rules: defaultRules }

  test('its conditions compile and its rules fit what PUT /policies takes', () => {
    expect(validatePolicy(defaultRules)).toEqual([])
    expect(rulesSchema.parse(defaultRules)).toEqual(defaultRules)
  })

  test.each<[string, Partial<Facts>, string, Requirement[]]>([
    ['a read', { effect: 'read' }, 'allow', []],
    ['a read in a tainted turn', { effect: 'read', tainted: true, sources: 1 }, 'allow', []],
    ['a confirmed write', {}, 'allow', []],
    ['a write of exactly 25.00', money(2500), 'allow', []],
    ['a write of 25.01', money(2501), 'require_approval', [approver]],
    ['a write of more than a double holds exactly', money(Number.MAX_SAFE_INTEGER), 'require_approval', [approver]],
    ['a write whose amount cannot be read', money(null), 'require_approval', [approver]],
    ['something irreversible', { effect: 'irreversible' }, 'require_approval', [approver]],
    ['something irreversible for nothing', { effect: 'irreversible', ...money(0) }, 'require_approval', [approver]],
    ['an unconfirmed write', { confirmed: false }, 'require_approval', [{ ...admin, requesterExcluded: false }]],
    ['an unconfirmed read', { effect: 'read', confirmed: false }, 'require_approval', [{ ...admin, requesterExcluded: false }]],
    [
      'something unconfirmed and irreversible',
      { effect: 'irreversible', confirmed: false },
      'require_approval',
      [approver, { ...admin, requesterExcluded: false }],
    ],
    ['a write in a tainted turn', { tainted: true, sources: 2 }, 'require_approval', [approver]],
  ])('%s', (_, changes, verdict, requirements) => {
    const found = evaluatePolicy(set, facts(changes))
    expect(found.verdict).toBe(verdict)
    expect(found.requirements).toEqual(requirements)
    expect(found.rules.length).toBeGreaterThan(0)
  })
})

test('silence is not consent: nothing matched means one approver who is not the requester', () => {
  const found = evaluatePolicy(policy(rule({ operations: ['other.*'] })), facts())
  expect(found).toMatchObject({ verdict: 'require_approval', requirements: [approver], policyVersion: 7 })
  expect(found.rules).toHaveLength(1)
  expect(evaluatePolicy(policy(), facts()).verdict).toBe('require_approval')
})

test('a denial stands whatever else matches, and asks nobody', () => {
  const found = evaluatePolicy(
    policy(rule({ name: 'a' }), rule({ name: 'b', verdict: 'deny' }), rule({ name: 'c', verdict: 'require_approval' })),
    facts(),
  )
  expect(found).toMatchObject({ verdict: 'deny', requirements: [] })
  expect(found.rules.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
})

test('requirements of all rules add up; one role is asked once, at its strictest', () => {
  const two = rule({ name: 'two', verdict: 'require_approval', requirements: [{ role: 'approver', quorum: 2, requesterExcluded: false }] })
  const both = rule({ name: 'both', verdict: 'require_approval', requirements: [{ ...admin, requesterExcluded: false }, approver] })
  expect(evaluatePolicy(policy(two, both), facts()).requirements).toEqual([
    { role: 'approver', quorum: 2, requesterExcluded: true },
    { role: 'admin', quorum: 1, requesterExcluded: false },
  ])
})

describe('a rule that cannot be evaluated', () => {
  test.each([
    ['does not compile', 'effect =='],
    ['uses a name that is no fact', 'nonsense > 1'],
    ['reads a member that is not there', 'input.total > 100'],
    ['compares different types', 'input.text > 5'],
    ['is neither true nor false', 'money.minor + 1'],
  ])('%s: an allowing rule counts as approval by an admin, and says why', (_, condition) => {
    const found = evaluatePolicy(policy(rule({ condition })), facts({ input: { text: 'abc' } }))
    expect(found).toMatchObject({ verdict: 'require_approval', requirements: [admin] })
    expect(found.rules[0]?.verdict).toBe('require_approval')
    expect(found.rules[0]?.reason).toMatch(/^Because\. This rule could not be evaluated \(.+\)/)
  })

  test('a denying rule still denies', () => {
    expect(evaluatePolicy(policy(rule({ condition: 'input.total > 1', verdict: 'deny' })), facts()).verdict).toBe('deny')
  })

  test('an asking rule keeps its own requirement beside the admin', () => {
    const broken = rule({ condition: 'input.total > 1', verdict: 'require_approval' })
    expect(evaluatePolicy(policy(broken), facts()).requirements).toEqual([approver, admin])
  })

  test('speaks only about operations that it names', () => {
    const broken = rule({ name: 'b', operations: ['other.*'], condition: 'input.total > 1', verdict: 'deny' })
    expect(evaluatePolicy(policy(rule({}), broken), facts()).verdict).toBe('allow')
  })
})

describe('for any rules', () => {
  const conditions = [null, 'true', 'false', 'money.minor > 100', 'input.missing', 'effect ==', 'tainted']
  const anyRule = fc
    .record({
      operations: fc.subarray(['*', 'billing.*', 'other.*'], { minLength: 1 }),
      condition: fc.constantFrom(...conditions),
      verdict: fc.constantFrom(...verdicts),
    })
    .map((made) => rule(made))
  const anyFacts = fc
    .record({ minor: fc.integer({ min: 0, max: 200 }), tainted: fc.boolean(), operation: fc.constantFrom('billing.pay', 'other.x') })
    .map(({ minor, ...rest }) => facts({ ...rest, ...money(minor) }))

  test('the strictest of what matched wins', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), anyFacts, (rules, given) => {
        const found = evaluatePolicy(policy(...rules), given)
        expect(found.verdict).toBe(strictest(found.rules.map(({ verdict }) => verdict)))
        expect(found.requirements.length > 0).toBe(found.verdict === 'require_approval')
      }),
    )
  })

  test('a further rule never loosens what some rule has said, nor takes a requirement away', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 5 }), anyRule, anyFacts, (rules, further, given) => {
        const before = evaluatePolicy(policy(...rules), given)
        const after = evaluatePolicy(policy(...rules, further), given)
        // Silence is no rule: the first rule that speaks may say less than it did.
        if (rules.every((one) => evaluatePolicy(policy(one), given).rules[0]?.name !== one.name)) return
        expect(strictest([before.verdict, after.verdict])).toBe(after.verdict)
        if (after.verdict !== 'require_approval') return
        for (const { role, quorum } of before.requirements) {
          expect(after.requirements.find((one) => one.role === role)?.quorum).toBeGreaterThanOrEqual(quorum)
        }
      }),
    )
  })

  test('the order of the rules changes nothing but the order of the reasons', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 5 }), anyFacts, (rules, given) => {
        const there = evaluatePolicy(policy(...rules), given)
        const back = evaluatePolicy(policy(...[...rules].reverse()), given)
        expect(back.verdict).toBe(there.verdict)
        expect(new Set(back.requirements.map((one) => JSON.stringify(one)))).toEqual(
          new Set(there.requirements.map((one) => JSON.stringify(one))),
        )
      }),
    )
  })
})

test('an expression that would hang is refused when the policy is changed', () => {
  const errors = validatePolicy([
    rule({}),
    rule({ condition: 'tainted && operation.matches("(a+)+$")' }),
    rule({ condition: 'effect == "read" &&' }),
  ])
  expect(errors.map(({ path }) => path)).toEqual(['rules.1.condition', 'rules.2.condition'])
  expect(errors[0]?.at).toBe('tainted && '.length)
  expect(errors[1]?.at).toBeGreaterThanOrEqual('effect == "read" '.length)
  expect(errors[1]?.message).toContain('at character')
})

describe('what PUT /policies takes', () => {
  test.each<[string, object]>([
    ['requirements on a rule that does not ask', { verdict: 'deny', requirements: [approver] }],
    ['an auditor as approver', { verdict: 'require_approval', requirements: [{ role: 'auditor', quorum: 1 }] }],
    ['a quorum of nobody', { verdict: 'require_approval', requirements: [{ role: 'admin', quorum: 0 }] }],
    ['no operations', { operations: [] }],
    ['an unknown member', { verdicts: 'allow' }],
    ['a verdict that is none', { verdict: 'maybe' }],
  ])('refuses %s', (_, changes) => {
    expect(ruleSchema.safeParse({ name: 'x', operations: ['*'], verdict: 'allow', reason: 'r', ...changes }).success).toBe(false)
  })

  test('refuses two rules of one name', () => {
    expect(rulesSchema.safeParse([rule({}), rule({})]).error?.issues[0]?.path).toEqual([1, 'name'])
  })
})
