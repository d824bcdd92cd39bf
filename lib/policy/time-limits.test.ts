import { describe, expect, test } from 'vitest'
import type { BusinessCalendar } from './business-time.ts'
import type { TimeLimit } from './rule.ts'
import { houseTimeLimit, nextReminder, timersFrom } from './time-limits.ts'

const berlin: BusinessCalendar = {
  timeZone: 'Europe/Berlin',
  businessHours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' },
  holidays: ['2026-12-25'],
}
const at = (text: string) => new Date(text)
const limit = (more: Partial<TimeLimit>): TimeLimit => ({ hours: 8, calendar: false, ...more })
const due = (from: string, given: TimeLimit | null) => timersFrom(at(from), given, berlin).dueAt.toISOString()

describe('when a card is due', () => {
  test.each([
    ['a card of Friday afternoon does not lapse over the weekend', '2026-11-27T15:00:00Z', limit({}), '2026-11-30T15:00:00.000Z'],
    ['a holiday is no day to decide on', '2026-12-24T15:00:00Z', limit({ hours: 2 }), '2026-12-28T09:00:00.000Z'],
    [
      'the clocks go forward: Monday’s nine o’clock is an hour earlier',
      '2026-03-27T15:00:00Z',
      limit({ hours: 2 }),
      '2026-03-30T08:00:00.000Z',
    ],
    ['the clocks go back: an hour later', '2026-10-23T14:00:00Z', limit({ hours: 2 }), '2026-10-26T09:00:00.000Z'],
    ['by the clock the weekend counts', '2026-11-27T15:00:00Z', limit({ calendar: true }), '2026-11-27T23:00:00.000Z'],
    ['without a rule’s word: the house’s three days', '2026-11-27T15:00:00Z', null, '2026-11-30T15:00:00.000Z'],
  ])('%s', (_name, from, given, expected) => {
    expect(due(from, given)).toBe(expected)
  })
})

test('reminders and escalation are counted in the same hours, and none comes once it is too late', () => {
  const given = limit({ hours: 16, remindAfter: 4, escalate: { after: 12, role: 'admin' } })
  expect(timersFrom(at('2026-11-27T14:00:00Z'), given, berlin)).toEqual({
    remindAt: at('2026-11-30T10:00:00Z'),
    escalateAt: at('2026-12-01T10:00:00Z'),
    dueAt: at('2026-12-01T14:00:00Z'),
  })
  expect(timersFrom(at('2026-11-27T14:00:00Z'), limit({ remindAfter: 8, escalate: { after: 9, role: 'admin' } }), berlin)).toMatchObject({
    remindAt: null,
    escalateAt: null,
  })
})

test('a reminder comes again after the same time, counted from when it went out, and never at or after the end', () => {
  const given = limit({ hours: 24, remindAfter: 8 })
  const dueAt = at('2026-12-02T09:00:00Z')
  expect(nextReminder(at('2026-11-30T09:00:00Z'), dueAt, given, berlin)).toEqual(at('2026-12-01T09:00:00Z'))
  expect(nextReminder(at('2026-12-01T09:00:00Z'), dueAt, given, berlin)).toBeNull()
  expect(nextReminder(at('2026-11-30T09:00:00Z'), at('2026-12-20T09:00:00Z'), houseTimeLimit, berlin)).toEqual(at('2026-12-02T09:00:00Z'))
  expect(nextReminder(at('2026-11-30T09:00:00Z'), dueAt, limit({}), berlin)).toBeNull()
})
