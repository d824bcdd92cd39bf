import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, type Json } from '#lib/core/index.ts'
import { auditText } from './audit-text.ts'

test.each<Json>([
  { b: 1, a: [true, null, -0, 1e21, 5e-324, 0.1, 333333333.3333333], '': 'x' },
  { '10': 1, '9': 2, ö: '\u2028€\u0007"\\/', '\ud83d\ude00': '🙂', '\ufb33': 'after the emoji, by UTF-16' },
  [],
  {},
  'text',
])('is the text of RFC 8785: %j', (value) => {
  expect(auditText(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson(value))
})

test('for any JSON value it is what the library gives', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const read: Json = JSON.parse(JSON.stringify(value))
      expect(auditText(read)).toBe(canonicalJson(read))
    }),
    { numRuns: 500 },
  )
})
