import { expect, test } from 'vitest'
import { readLimits, shownLimit } from './read-limits.ts'

function form(values: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(values)) data.set(name, value)
  return data
}

test('an empty field takes a limit away, one that the form does not have leaves it, and what is no number is not taken for none', () => {
  expect(readLimits(form({ concurrency: ' 4 ', ratePerSecond: '', attempts: '1,5' }))).toEqual({
    concurrency: 4,
    ratePerSecond: null,
    attempts: Number.NaN,
  })
})

test('the time for an answer is shown and typed in seconds, and kept in milliseconds', () => {
  expect(shownLimit({ deadlineMs: 2_500 }, 'deadlineMs')).toBe('2.5')
  expect(readLimits(form({ deadlineMs: '2.5' }))).toEqual({ deadlineMs: 2_500 })
  expect(shownLimit({}, 'deadlineMs')).toBe('')
})
