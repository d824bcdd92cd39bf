import { describe, expect, test } from 'vitest'
import { agoWords, clockWords, dueWords, exactWords, leftWords } from './time-words.ts'

const now = new Date('2026-11-18T14:00:00Z') // a Wednesday
const utc = 'UTC'
const from = (ms: number) => new Date(now.getTime() + ms)
const h = 3_600_000

describe('times in words', () => {
  test.each([
    [-5_000, 'just now'],
    [3_000, 'just now'],
    [-5 * 60_000, '5 min ago'],
    [-3 * h, '3 h ago'],
    [-20 * h, 'yesterday'],
    [-6 * 24 * h, '12 Nov'],
    [-400 * 24 * h, '14 Oct 2025'],
  ])('%i ms from now is "%s"', (offset, words) => {
    expect(agoWords(from(offset), now, utc)).toBe(words)
  })

  test.each([
    [-1, null],
    [40_000, '40 s'],
    [40 * 60_000, '40 min'],
    [3 * h + 12 * 60_000, '3 h 12 min'],
    [20 * h, '20 h'],
    [72 * h, '3 days'],
  ])('%i ms left is "%s"', (offset, words) => {
    expect(leftWords(from(offset), now)).toBe(words)
  })

  test.each([
    [-h, 'now'],
    [3 * h, '3 h'],
    [5 * h, 'today 19:00'],
    [20 * h, 'tomorrow'],
    [4 * 24 * h, 'Sun'],
    [24 * 24 * h, '12 Dec'],
  ])('due in %i ms is "%s"', (offset, words) => {
    expect(dueWords(from(offset), now, utc)).toBe(words)
  })

  test('an exact time names its zone, so that two readers mean the same moment', () => {
    expect(exactWords(now, utc)).toBe('18 November 2026 at 14:00:00 UTC')
    expect(clockWords(now, utc)).toBe('14:00:00')
  })
})
