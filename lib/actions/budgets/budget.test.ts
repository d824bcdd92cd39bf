import { expect, test } from 'vitest'
import { amountOf, type Budget, budgetsOver, nearlyWords, spentWords } from './budget.ts'

const budget = (given: Partial<Budget> = {}): Budget => ({
  id: 'b',
  scope: 'organisation',
  subjectId: null,
  subject: null,
  team: null,
  measure: 'money',
  most: 10_000n,
  used: 0n,
  ...given,
})
const day = { day: '2026-11-28', to: new Date('2026-11-28T23:00:00Z'), timeZone: 'Europe/Berlin' }

test('each draws on the budgets that are theirs', () => {
  const all = [
    budget({ id: 'all' }),
    budget({ id: 'max', scope: 'person', subjectId: 'max' }),
    budget({ id: 'desk', scope: 'team', subjectId: 't1', team: 'desk' }),
    budget({ id: 'shop', scope: 'connection', subjectId: 'c1' }),
  ]
  const over = (personId: string, teams: string[], connectionId: string | null) =>
    budgetsOver(all, { personId, teams, connectionId }).map(({ id }) => id)
  expect(over('max', ['desk'], 'c1')).toEqual(['all', 'max', 'desk', 'shop'])
  expect(over('lena', [], 'c2')).toEqual(['all'])
  expect(over('lena', ['desk'], null)).toEqual(['all', 'desk'])
})

test('a sentence says which budget, what is left and when it starts anew', () => {
  expect(spentWords(budget({ used: 9_000n }), day, 'EUR')).toBe(
    'The day’s budget of the organisation (100.00 EUR) has 10.00 EUR left. It starts anew on Sunday 00:00 (Europe/Berlin).',
  )
  expect(spentWords(budget({ measure: 'actions', most: 5n, used: 5n, scope: 'team', subject: 'Desk' }), day, 'EUR')).toContain(
    'of the team Desk (5 actions) has nothing left',
  )
})

test('people are told from 80 % on, and not what is refused anyway', () => {
  expect(nearlyWords(budget({ used: 7_000n }), 999n, 'EUR')).toBeNull()
  expect(nearlyWords(budget({ used: 7_000n }), 1_000n, 'EUR')).toBe(
    'With this, 80.00 EUR of the day’s 100.00 EUR of the organisation are spent.',
  )
  expect(nearlyWords(budget({ used: 7_000n }), 3_001n, 'EUR')).toBeNull()
})

test('an amount that cannot be read is not nothing', () => {
  expect(amountOf(budget(), { minor: null })).toBeNull()
  expect(amountOf(budget({ measure: 'actions' }), { minor: null })).toBe(1n)
})
