import { expect, test } from 'vitest'
import { wishOf } from './asks-for-plan.ts'

test.each([
  ['What would you do about: refund order 1042, 49.90 EUR?', 'refund order 1042, 49.90 EUR'],
  ['what would you do if I asked you to refund order 1042', 'refund order 1042'],
  ['What would happen if I told you to close ticket 87?', 'close ticket 87'],
  ['Plan to close ticket 87', 'close ticket 87'],
  ['Please make a plan to close ticket 87.', 'close ticket 87.'],
  ['Dry run: close ticket 87', 'close ticket 87'],
  ['Was würdest du tun, wenn ich Ticket 87 schließe?', 'Ticket 87 schließe'],
])('“%s” only asks what would be done', (text, wish) => {
  expect(wishOf(text)).toBe(wish)
})

test.each([
  'Refund order 1042.',
  'What did you do about ticket 87?',
  'Send the plan to Ada.',
  'What would you do?',
  'Planning is hard: close ticket 87',
])('“%s” does not', (text) => {
  expect(wishOf(text)).toBeNull()
})

test('a long message takes no time', () => {
  const began = performance.now()
  wishOf(`what would ${'you '.repeat(50_000)}`)
  wishOf(' '.repeat(200_000))
  expect(performance.now() - began).toBeLessThan(3_000)
})
