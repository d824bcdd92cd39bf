import { expect, test } from 'vitest'
import { patternOf, patternWords, wayOf, waysOf } from './grant-form.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })

test('a row says one pattern, and none where what was written is no such value', () => {
  expect(patternOf('/to', 'ada@x.test', 'equals', 'eve@x.test')).toEqual({ path: '/to', equals: 'ada@x.test' })
  expect(patternOf('/to', 'ada@x.test', 'oneOf', 'ada@x.test\n bea@x.test \n')).toEqual({
    path: '/to',
    oneOf: ['ada@x.test', 'bea@x.test'],
  })
  expect(patternOf('/count', 2, 'oneOf', '2\n3')).toEqual({ path: '/count', oneOf: [2, 3] })
  expect(patternOf('/count', 2, 'oneOf', '2\nthree')).toBeNull()
  expect(patternOf('/amount', eur('5.00'), 'atMost', '200')).toEqual({ path: '/amount', atMost: eur('200') })
  expect(patternOf('/amount', eur('5.00'), 'atMost', '-200')).toBeNull()
  expect(patternOf('/count', 2, 'atMost', '')).toBeNull()
  expect(patternOf('/body', 'x', 'any', '')).toEqual({ path: '/body', any: true })
})

test('a part with members can only stay as it is; an amount has no “anything”', () => {
  expect(waysOf({ id: 1 })).toEqual(['equals'])
  expect(waysOf(eur('5.00'))).toEqual(['atMost', 'equals'])
  expect(wayOf({ path: '/x', any: true })).toBe('any')
})

test('a list reads as people would say it', () => {
  expect(patternWords({ path: '/lines/0/unitPrice', atMost: eur('200.00') })).toBe('Lines 1 unit price: at most 200.00 EUR')
  expect(patternWords({ path: '/to', oneOf: ['a', 'b'] })).toBe('To: one of a, b')
})
