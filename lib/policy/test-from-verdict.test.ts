import { expect, test } from 'vitest'
import { defaultRules } from './default-rules.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { factDefaults } from './fact-defaults.ts'
import { failingTests } from './policy-test.ts'
import { ruleSchema } from './rule.ts'
import { testFromVerdict } from './test-from-verdict.ts'

const facts = { ...factDefaults('commerce.refund_order'), effect: 'irreversible' as const, tainted: true, hour: 23 }
const { input: _input, ...stored } = facts
const policy = { version: 1, rules: defaultRules }

test('a test made from a real action passes with the rules that judged it', () => {
  const { verdict } = evaluatePolicy(policy, facts)
  const made = testFromVerdict({ verdict, facts: stored, name: 'Refund 49.90 EUR' }, defaultRules)
  expect(made).toMatchObject({ name: 'Refund 49.90 EUR', facts: { operation: 'commerce.refund_order' }, expected: { verdict } })
  expect(failingTests(policy, made === null ? [] : [made])).toEqual([])
})

test('who asked, and when, is kept for good only where a rule looks at it', () => {
  const made = testFromVerdict({ verdict: 'allow', facts: stored, name: 'a' }, defaultRules)
  expect(Object.keys(made?.facts ?? {}).sort()).toEqual(['confirmed', 'effect', 'money', 'newRecipient', 'operation', 'tainted'])
  const rules = defaultRules.map((rule) => ({ ...rule, condition: 'hour > 22 && size(requester.roles) > 0' }))
  expect(testFromVerdict({ verdict: 'allow', facts: stored, name: 'a' }, rules)?.facts).toMatchObject({
    hour: 23,
    requester: { roles: ['member'] },
  })
})

test('what a window answered is taken where a rule asks for it and it is known, so that the test says the same', () => {
  const few = ruleSchema.parse({
    name: 'few',
    operations: ['commerce.*'],
    condition: 'count("commerce.*", "1d", requester) >= 3 || sum("*", "1h", requester) > 10',
    verdict: 'deny',
    reason: 'r',
  })
  const asked = 'count(commerce.*, 24h, requester)'
  const windows = { [asked]: 3, 'sum(*, 1h, requester)': null, 'count(mail.*, 24h, requester)': 7 }
  const made = testFromVerdict({ verdict: 'deny', facts: { ...stored, windows }, name: 'a' }, [few])
  expect(made?.facts.windows).toEqual({ [asked]: 3 })
  expect(failingTests({ version: 1, rules: [few] }, made === null ? [] : [made])).toEqual([])
})

test('of an action whose facts were erased there is no test', () => {
  expect(testFromVerdict({ verdict: 'allow', facts: null, name: 'a' }, defaultRules)).toBeNull()
})
