import { expect, test } from 'vitest'
import type { DraftTest } from './draft.ts'
import { newTest, type TestForm, testFormOf, testOf } from './test-form.ts'

const refund: DraftTest = {
  name: 'large refunds ask',
  facts: {
    operation: 'commerce.refund_order',
    effect: 'irreversible',
    money: { minor: 4990, currency: 'EUR', known: true },
    tainted: true,
    confirmed: false,
    input: { orderId: '1' },
  },
  expected: { verdict: 'require_approval', requirements: [{ role: 'approver' }] },
}

test('a test comes back from its form as it was', () => {
  expect(testOf(testFormOf(refund, 'EUR'), refund, 'EUR')).toEqual({ ok: true, test: refund })
})

test('an amount that can’t be read stays unreadable', () => {
  const unclear = { ...refund, facts: { ...refund.facts, money: { minor: null, currency: 'EUR', known: false } } }
  expect(testOf(testFormOf(unclear, 'EUR'), unclear, 'EUR')).toEqual({ ok: true, test: unclear })
})

test('what is plain is not written down', () => {
  const form: TestForm = { ...testFormOf(newTest, 'EUR'), name: 'a', operation: 'mail.send' }
  expect(testOf(form, newTest, 'EUR')).toEqual({
    ok: true,
    test: { name: 'a', facts: { operation: 'mail.send', effect: 'write' }, expected: { verdict: 'require_approval' } },
  })
})

test.each<[Partial<TestForm>, string]>([
  [{ name: '' }, 'name'],
  [{ operation: ' ' }, 'operation'],
  [{ amount: 'ten' }, 'amount'],
  [{ amount: '1.234' }, 'amount'],
  [{ more: '[1]' }, 'more'],
  [{ more: '{' }, 'more'],
])('%j is told at its field', (changes, field) => {
  const read = testOf({ ...testFormOf(refund, 'EUR'), ...changes }, refund, 'EUR')
  expect(read.ok ? [] : Object.keys(read.errors)).toEqual([field])
})
