import { describe, expect, test } from 'vitest'
import { evaluatePolicy } from '../evaluate-policy.ts'
import { factDefaults } from '../fact-defaults.ts'
import { type PolicyRule, ruleSchema } from '../rule.ts'
import { validatePolicy } from '../validate-policy.ts'
import { type Example, suggestFrom, withSuggestion } from './suggest-from.ts'

const asking: PolicyRule = ruleSchema.parse({
  name: 'irreversible',
  operations: ['*'],
  condition: 'effect == "irreversible"',
  verdict: 'require_approval',
  reason: 'r',
})

function examples(count: number, changes: (index: number) => Partial<Example> = () => ({})): Example[] {
  return Array.from({ length: count }, (_, index) => ({
    actionId: `a${index}`,
    operation: 'commerce.refund_order',
    effect: 'irreversible',
    label: 'approved',
    tainted: false,
    moneyMinor: 1_000 + index,
    rules: ['irreversible'],
    decidedById: `p${index % 2}`,
    at: new Date(Date.UTC(2026, 10, 28) - index * 3_600_000),
    ...changes(index),
  }))
}

test('forty approved unchanged: what was approved could be allowed, up to the largest of them, with its evidence', () => {
  const found = suggestFrom(examples(40), [asking])
  expect(found).toMatchObject({
    sentence: 'The last 40 were approved unchanged, by 2 people.',
    atMost: 1_039,
    evidence: { approved: 40, people: 2, from: examples(40)[39]?.at, to: examples(40)[0]?.at },
  })
  expect(found?.evidence.actionIds).toHaveLength(20)
})

test('what is accepted lets that through and nothing else: not a cent more, not with outside content, not to a stranger', () => {
  const suggestion = suggestFrom(examples(40), [asking])
  if (suggestion === null) throw new Error('nothing was suggested')
  const rules = withSuggestion([asking], suggestion)
  expect(validatePolicy(rules)).toEqual([])
  const says = (changes: object, operation = 'commerce.refund_order') =>
    evaluatePolicy({ version: 2, rules }, { ...factDefaults(operation), effect: 'irreversible', ...changes }).verdict
  const amount = (minor: number) => ({ money: { minor, currency: 'EUR', known: true } })
  expect(says(amount(1_039))).toBe('allow')
  expect(says(amount(1_040))).toBe('require_approval')
  expect(says({ ...amount(10), tainted: true })).toBe('require_approval')
  expect(says({ ...amount(10), confirmed: false })).toBe('require_approval')
  expect(says({ ...amount(10), newRecipient: true })).toBe('require_approval')
  expect(says({ money: { minor: null, currency: 'EUR', known: false } })).toBe('require_approval')
  expect(says(amount(10), 'commerce.cancel_order')).toBe('require_approval')
})

describe('nothing is suggested', () => {
  test.each<[string, Example[]]>([
    ['from too few', examples(19)],
    ['where one was rejected', examples(40, (index) => (index === 30 ? { label: 'rejected' } : {}))],
    ['where one was changed', examples(40, (index) => (index === 39 ? { label: 'changed' } : {}))],
    [
      'where a tainted one was rejected, though the others were not',
      examples(40, (index) => (index === 5 ? { label: 'rejected', tainted: true } : {})),
    ],
    ['from what was asked for with outside content in sight', examples(40, () => ({ tainted: true }))],
    ['where an amount could not be read', examples(40, (index) => (index === 7 ? { moneyMinor: null } : {}))],
    ['from nothing', []],
  ])('%s', (_, given) => {
    expect(suggestFrom(given, [asking])).toBeNull()
  })

  test('where the condition would grow past what a condition may be', () => {
    expect(suggestFrom(examples(40), [{ ...asking, condition: `effect != "${'x'.repeat(3_950)}"` }])).toBeNull()
  })
})

test('a rejection of long ago, before the last hundred, holds nothing back', () => {
  expect(
    suggestFrom(
      examples(140, (index) => (index > 120 ? { label: 'rejected' } : {})),
      [asking],
    )?.evidence.approved,
  ).toBe(100)
})
