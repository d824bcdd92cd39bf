import { expect, test } from 'vitest'
import { limitSentences } from './limit-sentences.ts'

test('limits are said in plain words', () => {
  const settings = { concurrency: 4, ratePerSecond: 10, keyTtlHours: 1, deadlineMs: 2_500, attempts: 1 }
  expect(limitSentences({ kind: 'openapi', settings })).toEqual([
    'At most 4 requests at once.',
    'At most 10 a second.',
    'Keys are kept for 1 hour; an older one is not sent again.',
    'An answer may take 2.5 seconds.',
    'At most 1 attempt, where an operation says nothing else.',
  ])
})

test('where nothing is set, the numbers of the house are said', () => {
  expect(limitSentences({ kind: 'openapi', settings: {} })).toEqual([
    'Any number of requests at once.',
    'Any number a second.',
    'Keys are kept for 24 hours; an older one is not sent again.',
    'An answer may take 15 seconds.',
    'At most 8 attempts, where an operation says nothing else.',
  ])
})

test('a rate below one is said in seconds; what a connector written by hand decides itself is not said', () => {
  expect(limitSentences({ kind: 'mail', settings: { ratePerSecond: 0.2, keyTtlHours: 3 } })).toEqual([
    'Any number of requests at once.',
    'At most one in 5 seconds.',
    'At most 8 attempts, where an operation says nothing else.',
  ])
})
