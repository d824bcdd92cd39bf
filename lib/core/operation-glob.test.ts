import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesGlob } from './operation-glob.ts'

test.each([
  ['*', 'billing.pay', true],
  ['billing.*', 'billing.pay', true],
  ['billing.*', 'billingx.pay', false],
  ['billing.*', 'billing', false],
  ['*.delete_*', 'archive.delete_file', true],
  ['*.delete_*', 'archive.undelete_file', false],
  ['billing.pay', 'billing.pay', true],
  ['billing.pay', 'billing.pay_all', false],
  ['b*p*y', 'billing.pay', true],
  ['**', 'a', true],
  ['', '', true],
  ['', 'a', false],
  ['billing?pay', 'billing.pay', false],
  ['.', 'x', false],
])('%s against %s is %s', (glob, name, expected) => {
  expect(matchesGlob(glob, name)).toBe(expected)
})

test('agrees with the regular expression that it stands for', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 })
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 })
  fc.assert(
    fc.property(text, name, (glob, candidate) => {
      const pattern = glob.replaceAll('.', '\\.').replace(/\*+/g, '.*')
      expect(matchesGlob(glob, candidate)).toBe(new RegExp(`^${pattern}$`).test(candidate))
    }),
  )
})
