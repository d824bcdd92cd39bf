import { expect, test } from 'vitest'
import { differencesOf } from './card-corrects.ts'

const asked = { orderId: '1042', amount: { amount: '49.90', currency: 'EUR' }, reason: 'broken', tags: ['a', 'b'] }

test('what is different stands on the card, money as one thing, and nothing else', () => {
  expect(differencesOf(asked, { ...asked, amount: { amount: '30.00', currency: 'EUR' } })).toEqual([
    { path: 'amount', label: 'Amount', before: '49.90 EUR', after: '30.00 EUR' },
  ])
  expect(differencesOf(asked, { ...asked, tags: ['a'], note: 'x' })).toEqual([
    { path: 'tags.1', label: 'Tags 1', before: 'b', after: null },
    { path: 'note', label: 'Note', before: null, after: 'x' },
  ])
  expect(differencesOf(asked, { ...asked })).toEqual([])
})
