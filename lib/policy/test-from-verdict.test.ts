import { expect, test } from 'vitest'
import { defaultRules } from './default-rules.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { factDefaults } from './fact-defaults.ts'
import { failingTests } from './policy-test.ts'
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

test('of an action whose facts were erased there is no test', () => {
  expect(testFromVerdict({ verdict: 'allow', facts: null, name: 'a' }, defaultRules)).toBeNull()
})
