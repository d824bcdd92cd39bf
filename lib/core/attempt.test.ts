import { expect, test } from 'vitest'
import { nextStep, retryDefaults, retryDelayMs } from './attempt.ts'

const left = { attemptsLeft: 3, hasCheck: false } as const
const out = { attemptsLeft: 0, hasCheck: false } as const

test.each([
  ['before_effect', 'never', left, 'again'],
  ['before_effect', 'idempotent', left, 'again'],
  ['before_effect', 'never', out, 'failed'],
  ['before_effect', 'idempotent', out, 'failed'],
  ['refused', 'idempotent', left, 'failed'],
  ['refused', 'never', left, 'failed'],
  ['unknown', 'idempotent', left, 'again'],
  ['unknown', 'harmless', left, 'again'],
  ['unknown', 'idempotent', out, 'outcome_unknown'],
  ['unknown', 'harmless', out, 'outcome_unknown'],
  ['unknown', 'never', left, 'outcome_unknown'],
  ['unknown', 'never', { ...left, hasCheck: true }, 'check'],
  ['unknown', 'never', { ...out, hasCheck: true }, 'check'],
  // Told "failed" while it happened: an earlier attempt got lost, and this one is only refused or sent away.
  ['refused', 'idempotent', { ...left, inDoubt: true }, 'outcome_unknown'],
  ['refused', 'idempotent', { ...left, inDoubt: true, hasCheck: true }, 'check'],
  ['before_effect', 'idempotent', { ...left, inDoubt: true }, 'again'],
  ['before_effect', 'idempotent', { ...out, inDoubt: true }, 'outcome_unknown'],
  ['before_effect', 'harmless', { ...out, inDoubt: true, hasCheck: true }, 'check'],
] as const)('%s of a %s operation is never sent twice by mistake', (seen, repeat, rest, expected) => {
  expect(nextStep(seen, { repeat, ...rest })).toBe(expected)
})

test('delays grow, never pass the ceiling, and never undercut what the other side asked for', () => {
  const most = (attempt: number) => retryDelayMs(attempt, () => 1)
  expect([1, 2, 3, 4].map(most)).toEqual([500, 1_000, 2_000, 4_000])
  expect(most(20)).toBe(retryDefaults.maxDelayMs)
  expect(retryDelayMs(1, () => 0)).toBe(0)
  expect(retryDelayMs(1, () => 0, 1_000)).toBe(1_000)
})
