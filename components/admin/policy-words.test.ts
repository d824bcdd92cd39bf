import { expect, test } from 'vitest'
import { fittingWords, type PolicyWords } from './policy-words.ts'

const known: PolicyWords = {
  facts: [{ label: 'money.minor' }, { label: 'tainted' }],
  operations: [{ label: 'billing.pay' }, { label: 'billing.refund' }, { label: 'mail.send' }],
  shape: {
    properties: {
      rules: { items: { properties: { name: {}, verdict: { description: 'what it says', enum: ['allow', 'deny'] } } } },
      limit: { anyOf: [{ enum: ['a', 1] }, { properties: { role: { enum: ['admin'] } } }] },
    },
  },
}
const labels = (path: string, kind: 'name' | 'text', before = '') => {
  const { words, replaces } = fittingWords({ path: path === '' ? [] : path.split('.'), kind, before }, known)
  return [words.map(({ label }) => label), replaces]
}

test.each([
  ['effect == "write" && mon', 3],
  ['', 0],
  ['tainted&&!money.', 6],
  ['operation == "a" && t', 1],
])('in a condition, after %j, facts are offered for the name that is begun', (before, replaces) => {
  expect(labels('rules.*.condition', 'text', before)).toEqual([['money.minor', 'tainted'], replaces])
})

test.each([
  ['operation == "bill', 4],
  ["count('", 0],
  ['a == "x\\"y', 4],
])('inside a text of a condition, %j, operations are offered and no facts', (before, replaces) => {
  expect(labels('rules.*.condition', 'text', before)).toEqual([['billing.pay', 'billing.refund', 'mail.send'], replaces])
})

test('a rule’s operations may be whole connections', () => {
  expect(labels('rules.*.operations.*', 'text', 'bi')).toEqual([
    ['*', 'billing.*', 'mail.*', 'billing.pay', 'billing.refund', 'mail.send'],
    2,
  ])
})

test('members and their values come from the shape that saving checks against', () => {
  expect(labels('rules.*', 'name', 've')).toEqual([['name', 'verdict'], 2])
  expect(labels('rules.*.verdict', 'text')).toEqual([['allow', 'deny'], 0])
  expect(labels('limit.role', 'text')).toEqual([['admin'], 0])
  expect(labels('limit', 'text')).toEqual([['a'], 0])
  expect(labels('nothing.of.this', 'text')).toEqual([[], 0])
})
