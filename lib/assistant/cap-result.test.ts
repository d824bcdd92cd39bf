import { expect, test } from 'vitest'
import { capResult } from './cap-result.ts'

test('what fits is left alone', () => {
  expect(capResult({ items: [1, 2] })).toEqual({ result: { items: [1, 2] } })
})

test('a list that is too long loses its end and says how much is shown', () => {
  const items = Array.from({ length: 500 }, (_, id) => ({ id, text: 'x'.repeat(100) }))
  const { result, note } = capResult({ total: 500, items }, 4096)
  expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(4096)
  expect(result).toMatchObject({ total: 500, items: expect.arrayContaining([items[0]]) })
  expect(note).toMatch(/^Only the first \d+ of 500 are shown/)
})

test('one text without end becomes an excerpt', () => {
  const { result, note } = capResult({ text: '🎁'.repeat(5000) }, 4096)
  expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(4096)
  expect(note).toContain('too large')
})
