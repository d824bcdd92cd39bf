import { expect, test } from 'vitest'
import { type ActionStatus, actionStatuses, isAtRest, isSettled, mayMove } from './action-states.ts'

// The contract's table, written out once more by hand: a slip in the code must not change both.
const contract: Record<string, string> = {
  requested: 'queued awaiting_approval denied failed cancelled',
  awaiting_approval: 'queued rejected expired cancelled awaiting_approval',
  queued: 'running cancelled awaiting_approval denied expired',
  running: 'succeeded failed queued outcome_unknown',
  outcome_unknown: 'succeeded failed queued',
}

test.each(actionStatuses)('from %s there are the contract’s ways and no other', (from) => {
  const allowed = (contract[from] ?? '').split(' ').filter(Boolean)
  for (const to of actionStatuses) expect(mayMove(from, to), `${from} → ${to}`).toBe(allowed.includes(to))
})

test('a settled action never moves again', () => {
  const settled: ActionStatus[] = ['succeeded', 'failed', 'denied', 'rejected', 'expired', 'cancelled']
  expect(actionStatuses.filter(isSettled)).toEqual(settled)
  expect(actionStatuses.filter(isAtRest)).toEqual(['awaiting_approval', 'outcome_unknown', ...settled])
})
