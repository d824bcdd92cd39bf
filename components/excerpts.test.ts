import { expect, test } from 'vitest'
import { excerpts } from './excerpts.ts'

test('short texts stay whole, and what is not there stays nothing', () => {
  expect(excerpts('49.90 EUR', '30.00 EUR')).toEqual(['49.90 EUR', '30.00 EUR'])
  expect(excerpts(null, 'x'.repeat(300))).toEqual([null, `${'x'.repeat(200)}…`])
})

test('two long texts that begin alike are shown where they differ, and no character is cut in two', () => {
  const [before, after] = excerpts(`a${'🍐'.repeat(500)} old ${'y'.repeat(300)}`, `a${'🍐'.repeat(500)} new`)
  expect(before).toMatch(/^…🍐{20} old y+…$/u)
  expect(after).toMatch(/^…🍐{20} new$/u)
})

test('a long text that became a short one: both are shown', () => {
  expect(excerpts('x'.repeat(300), 'xx')).toEqual([`${'x'.repeat(200)}…`, 'xx'])
})
