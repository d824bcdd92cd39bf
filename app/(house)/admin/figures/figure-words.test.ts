import { expect, test } from 'vitest'
import { durationWords, shareWords } from './figure-words.ts'

test.each([
  [null, 'none'],
  [12.4, '12 s'],
  [600, '10 min'],
  [9_000, '2.5 h'],
  [200_000, '2.3 days'],
])('%s seconds read as %s', (seconds, words) => expect(durationWords(seconds)).toBe(words))

test('a small share is not read as none, and of nothing there is none', () => {
  expect([shareWords(1, 1_000), shareWords(0, 10), shareWords(1, 3), shareWords(0, 0)]).toEqual(['under 1 %', '0 %', '33 %', 'none'])
})
