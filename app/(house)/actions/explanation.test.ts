import { expect, test } from 'vitest'
import type { StoredPolicy } from '#lib/actions/index.ts'
import { factDefaults } from '#lib/policy/fact-defaults.ts'
import { evaluatePolicy, type PolicyRule } from '#lib/policy/index.ts'
import { explanationOf } from './explanation.ts'

const rule = (name: string, condition: string | null, verdict: PolicyRule['verdict'], more: Partial<PolicyRule> = {}): PolicyRule => ({
  name,
  operations: ['*'],
  condition,
  verdict,
  reason: `Because of ${name}.`,
  ...more,
})
const facts = { ...factDefaults('commerce.refund_order'), money: { minor: 4990, currency: 'EUR', known: true }, tainted: true, sources: 2 }

test('for any action: the rules that were asked, what they said, the one that decided, and what a shadow rule would have said', () => {
  const rules = [
    rule('fine', null, 'allow'),
    rule('never', 'effect == "read"', 'deny'),
    rule('large', 'money.minor > 2500', 'require_approval'),
    rule('other', null, 'deny', { operations: ['mail.*'] }),
    rule('tried out', null, 'deny', { shadow: true }),
  ]
  const told = explanationOf({ ...evaluatePolicy({ version: 3, rules }, facts), facts })
  expect(told.sentence).toBe('A person has to agree: policy version 3, by the rule “large”.')
  expect(told.rules.map(({ name, said, decided }) => [name, said, decided])).toEqual([
    ['large', 'ask a person', true],
    ['fine', 'allow', false],
    ['never', 'did not apply', false],
  ])
  expect(told.shadow).toMatchObject([{ name: 'tried out', said: 'deny', decided: false }])
})

test('the facts are told in words, those that belong together on one line', () => {
  const { facts: lines } = explanationOf({ ...evaluatePolicy({ version: 1, rules: [] }, facts), facts })
  expect(Object.fromEntries(lines.map(({ label, value }) => [label, value]))).toMatchObject({
    Operation: 'commerce.refund_order',
    Connection: 'commerce, openapi, production',
    Money: '49.90 EUR',
    'Outside content in sight': 'yes, 2 pieces',
    Time: 'Monday, from 10:00, in business hours',
    Requester: 'member',
  })
  expect(lines.map(({ label }) => label)).not.toContain('')
})

test('what count and sum answered is told by the call, an answer that is missing too', () => {
  const windows = {
    'count(commerce.refund_order, 24h, requester)': 3,
    'sum(commerce.*, 168h, everyone)': 149_00,
    'sum(*, 1h, connection)': null,
  }
  const { facts: lines } = explanationOf({ ...evaluatePolicy({ version: 1, rules: [] }, facts), facts: { ...facts, windows } })
  expect(lines.find(({ label }) => label === 'Asked for before it')?.value).toBe(
    'count of commerce.refund_order, 24 h, requester: 3; sum of commerce.*, 7 d, everyone: 149.00 EUR; ' +
      'sum of *, 1 h, connection: could not be read',
  )
})

test('an action that was judged before all this was kept, or that was erased, still has its explanation', () => {
  const old = {
    verdict: 'allow',
    rules: [{ name: 'reads', verdict: 'allow', reason: 'Reading changes nothing.' }],
    requirements: [],
    policyVersion: 1,
  } as unknown as StoredPolicy
  expect(explanationOf({ ...old, facts: null })).toMatchObject({
    sentence: 'It may run: policy version 1.',
    rules: [{ name: 'reads', said: 'allow', decided: false }],
    shadow: [],
    facts: [],
  })
})
