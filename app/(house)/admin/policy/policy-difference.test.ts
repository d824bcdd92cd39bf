import { expect, test } from 'vitest'
import type { PolicyRule } from '#lib/policy/index.ts'
import { type Draft, moved } from './draft.ts'
import { policyDifference } from './policy-difference.ts'

const rule = (name: string, more: Partial<PolicyRule> = {}): PolicyRule => ({
  name,
  operations: ['*'],
  condition: `effect == "write" && ${name}`,
  verdict: 'allow',
  reason: 'r',
  ...more,
})
const draft = (rules: PolicyRule[], tests: Draft['tests'] = []): Draft => ({ rules, tests })
const difference = (old: Draft, next: Draft) => policyDifference(old, next, 'EUR')
const check = { name: 't', facts: { operation: 'a.b', effect: 'read' }, expected: { verdict: 'allow' as const } }

test('nothing changed, nothing told', () => {
  const same = draft([rule('a'), rule('b')], [check])
  expect(difference(same, structuredClone(same))).toEqual([])
})

test('a changed limit is told as an amount, not as a line of code', () => {
  const over = (minor: number) => rule('a', { condition: `money.known && money.minor > ${minor}` })
  expect(difference(draft([over(2500)]), draft([over(5000)]))).toEqual([
    { of: 'rule', kind: 'changed', name: 'a', lines: [{ label: 'When', before: 'over 25.00 EUR', after: 'over 50.00 EUR' }] },
  ])
})

test('a rule with another name only is not one gone and one come', () => {
  expect(difference(draft([rule('a', { condition: null })]), draft([rule('b', { condition: null })]))).toEqual([
    { of: 'rule', kind: 'changed', name: 'b', lines: [{ label: 'Name', before: 'a', after: 'b' }] },
  ])
})

test('added, removed and turned to recording are each told', () => {
  const told = difference(draft([rule('a'), rule('gone', { reason: 'x' })]), draft([rule('a', { shadow: true }), rule('new')], [check]))
  expect(told.map(({ of, kind, name }) => `${kind} ${of} ${name}`)).toEqual([
    'changed rule a',
    'added rule new',
    'removed rule gone',
    'added test t',
  ])
  expect(told[0]?.lines).toEqual([{ label: 'Only records', before: null, after: 'yes' }])
})

test('a member that the page does not know is told all the same', () => {
  const strange = { ...rule('a'), until: 5 } as PolicyRule
  expect(difference(draft([rule('a')]), draft([strange]))[0]?.lines).toEqual([{ label: 'until', before: null, after: '5' }])
})

test('rules in another order are one line', () => {
  const rules = [rule('a'), rule('b'), rule('c')]
  expect(difference(draft(rules), draft(moved(rules, 2, 0)))).toEqual([
    { of: 'order', kind: 'changed', name: 'Order of the rules', lines: [{ label: 'Order', before: 'a, b, c', after: 'c, a, b' }] },
  ])
})
