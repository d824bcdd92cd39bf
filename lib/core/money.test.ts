import { expect, test } from 'vitest'
import { findMoney, formatMoney, fromMinor, isMoney, toBaseMinor, toMinor } from './money.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })

test.each([
  [eur('49.90'), 4_990n],
  [eur('25'), 2_500n],
  [eur('-0.5'), -50n],
  [eur('0.001'), 1n],
  [{ amount: '1000', currency: 'JPY' }, 1_000n],
  [{ amount: '1.234', currency: 'KWD' }, 1_234n],
])('%o is exact in minor units, and what is too fine counts up', (value, minor) => {
  expect(toMinor(value)).toBe(minor)
})

test('decimal text is compared as numbers, not as text', () => {
  expect(toMinor(eur('9.00')) < toMinor(eur('25.00'))).toBe(true)
})

test('minor units become the same text again', () => {
  for (const minor of [0n, 1n, -1n, 99n, 100n, -4_990n, 123_456_789n]) expect(toMinor(fromMinor(minor, 'EUR'))).toBe(minor)
})

test('an amount is written with its currency’s digits', () => {
  expect(formatMoney(eur('1234567.5'))).toBe('1,234,567.50 EUR')
  expect(formatMoney({ amount: '-1200', currency: 'JPY' })).toBe('-1,200 JPY')
})

test('conversion rounds up, and a currency without a rate is not worth nothing', () => {
  const rates = { base: 'EUR', rates: { USD: '0.92', JPY: '0.0061' } }
  expect(toBaseMinor({ amount: '27.18', currency: 'USD' }, rates)).toBe(2_501n)
  expect(toBaseMinor({ amount: '4100', currency: 'JPY' }, rates)).toBe(2_501n)
  expect(toBaseMinor(eur('25.00'), rates)).toBe(2_500n)
  expect(toBaseMinor({ amount: '1.00', currency: 'XXX' }, rates)).toBeNull()
})

test('money is found wherever it hides, and only money', () => {
  const input = { a: eur('1.00'), list: [{ fee: eur('2.00') }], amount: '5', other: { amount: '3', currency: 'eur' } }
  expect(findMoney(input).map(({ path }) => path)).toEqual(['a', 'list.0.fee'])
  expect(isMoney({ ...eur('1.00'), note: 'x' })).toBe(false)
})
