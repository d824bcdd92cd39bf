import { expect, test } from 'vitest'
import { onlyLowersOneAmount } from './lowered-amount.ts'

const asked = {
  id: '1',
  amount: { amount: '49.90', currency: 'EUR' },
  reason: 'broken',
  items: [{ price: { amount: '5.00', currency: 'EUR' } }],
}
const withAmount = (amount: string, currency = 'EUR') => ({ ...asked, amount: { amount, currency } })

test.each([
  ['lower', withAmount('20.00'), true],
  ['lower by a cent', withAmount('49.89'), true],
  ['higher', withAmount('50.00'), false],
  ['the same amount written otherwise', withAmount('49.9'), false],
  ['zero', withAmount('0.00'), false],
  ['below zero', withAmount('-5.00'), false],
  ['another currency', withAmount('20.00', 'USD'), false],
  ['nothing changed', asked, false],
  ['lower, and another field too', { ...withAmount('20.00'), reason: 'other' }, false],
  ['two amounts lower', { ...withAmount('20.00'), items: [{ price: { amount: '4.00', currency: 'EUR' } }] }, false],
  ['an amount in a list lower', { ...asked, items: [{ price: { amount: '4.00', currency: 'EUR' } }] }, true],
  ['the amount gone', { ...asked, amount: null }, false],
])('an editor keeps the right to approve only for one lower amount: %s', (_name, changed, expected) => {
  expect(onlyLowersOneAmount(asked, changed)).toBe(expected)
})
