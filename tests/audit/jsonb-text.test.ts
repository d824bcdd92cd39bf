import fc from 'fast-check'
import { expect, test } from 'vitest'
import { auditText } from '#lib/audit/audit-text.ts'
import { canonicalJsonb } from '#lib/audit/jsonb-text.ts'
import type { Json } from '#lib/core/index.ts'
import { testPlatform } from '#tests/support/test-platform.ts'

const platform = await testPlatform()

/** As PostgreSQL writes them after it kept them as jsonb. */
async function texts(values: readonly Json[]): Promise<string[]> {
  const given = values.map((value) => JSON.stringify(value))
  const { rows } = await platform.pool.query<{ text: string }>('select (value::jsonb)::text as text from unnest($1::text[]) as value', [
    given,
  ])
  return rows.map(({ text }) => text)
}

test.each<Json>([
  { b: 1, a: [true, null, 0, -0, 1e21, 5e-324, 0.1, 333333333.3333333, 123456789012345680000, -1.5e-7, 100], '': 'x' },
  { '10': 1, '9': 2, ö: '\u2028€\u0007\u0001\u007f"\\/\b\f\n\r\t', '\ud83d\ude00': '🙂', '\ufb33': 'after the emoji, by UTF-16' },
  { 'a"b': 1, 'a\\': 2, 'a\\\\"': [{}], a: '\\', ab: '"', '\u0001': '\\"', '!': ' }, ]', ' ': '{"a": 1}' },
  [[], {}, [[]], [{ a: [] }], ''],
  'text',
  7,
  null,
])('what PostgreSQL keeps becomes the text that was hashed: %j', async (value) => {
  const [text = ''] = await texts([value])
  expect(canonicalJsonb(text)).toBe(auditText(JSON.parse(JSON.stringify(value))))
})

test('for any JSON value, whatever its names, numbers and escapes', async () => {
  const storable = fc.jsonValue({ noUnicodeString: false }).filter((value) => !JSON.stringify(value).match(/\\u0000|\\ud[89a-f]/i))
  await fc.assert(
    fc.asyncProperty(fc.array(storable, { minLength: 50, maxLength: 50 }), async (values) => {
      const read = values.map((value) => JSON.parse(JSON.stringify(value)) as Json)
      expect((await texts(read)).map(canonicalJsonb)).toEqual(read.map(auditText))
    }),
    { numRuns: 20 },
  )
})
