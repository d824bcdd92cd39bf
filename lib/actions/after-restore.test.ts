import { expect, test } from 'vitest'
import { nextAfterRestore } from './after-restore.ts'

const madeAt = new Date('2026-03-01T12:00:00Z')
const hours = (count: number) => new Date(madeAt.getTime() + count * 3_600_000)
const keyTtlMs = 24 * 3_600_000

test.each([
  // status, repeat, first sent, restored after … hours, what becomes of it
  ['queued', 'never', null, 0.1, 'unknown'],
  ['requested', 'never', null, 0.1, 'unknown'],
  ['running', 'never', hours(0), 0.1, 'unknown'],
  ['queued', 'idempotent', null, 0.1, 'goOn'],
  ['requested', 'idempotent', null, 0.1, 'goOn'],
  ['running', 'idempotent', hours(0), 0.1, 'goOn'],
  ['queued', 'idempotent', null, 25, 'unknown'],
  ['queued', 'idempotent', hours(-20), 5, 'unknown'],
  ['running', 'idempotent', hours(-1), 25, 'unknown'],
  ['queued', 'harmless', null, 1_000, 'goOn'],
  ['running', 'harmless', hours(-1), 1_000, 'goOn'],
  ['awaiting_approval', 'never', null, 0.1, 'asked'],
  ['awaiting_approval', 'idempotent', null, 1_000, 'asked'],
] as const)('%s, %s, sent %s, restored %d h later: no second effect by itself', (status, repeat, firstSentAt, later, expected) => {
  expect(nextAfterRestore({ status, repeat, firstSentAt }, { madeAt, now: hours(later), keyTtlMs })).toBe(expected)
})
