import { expect, test } from 'vitest'
import { titleOf, untitled } from './title-of.ts'

test.each([
  ['Where is order 1042?', 'Where is order 1042?'],
  ['Refund 49.90 EUR on 1042. It arrived broken.', 'Refund 49.90 EUR on 1042'],
  ['  two\n lines ', 'two lines'],
  ['Refund order 1042, 49.90 EUR, it arrived broken, and tell the customer we are sorry.', 'Refund order 1042'],
  ['', untitled],
])('%j is called %j', (text, title) => {
  expect(titleOf(text)).toBe(title)
})

test('a text without spaces is cut, and never in the middle of a character', () => {
  const title = titleOf('🎁'.repeat(100))
  expect(title.length).toBeLessThanOrEqual(61)
  expect(title.isWellFormed()).toBe(true)
})
