import { describe, expect, test } from 'vitest'
import { addBusinessHours, type BusinessCalendar, isBusinessTime, localTime } from './business-time.ts'

const berlin: BusinessCalendar = {
  timeZone: 'Europe/Berlin',
  businessHours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' },
  holidays: ['2026-12-25'],
}
const at = (text: string) => new Date(text)

describe('business hours go on where people go on', () => {
  test.each<[string, string, number, string]>([
    ['within a day', '2026-11-27T10:00:00+01:00', 4, '2026-11-27T14:00:00+01:00'],
    ['to closing time exactly, not to the next morning', '2026-11-27T10:00:00+01:00', 7, '2026-11-27T17:00:00+01:00'],
    ['over a week-end', '2026-11-27T16:00:00+01:00', 2, '2026-11-30T10:00:00+01:00'],
    ['asked at night, the time begins in the morning', '2026-11-26T23:30:00+01:00', 1, '2026-11-27T10:00:00+01:00'],
    ['asked on a Sunday', '2026-11-29T12:00:00+01:00', 0.5, '2026-11-30T09:30:00+01:00'],
    ['a holiday is no working day', '2026-12-24T16:30:00+01:00', 1, '2026-12-28T09:30:00+01:00'],
    ['over the change of the clocks', '2026-10-23T16:00:00+02:00', 2, '2026-10-26T10:00:00+01:00'],
    ['many days', '2026-11-23T09:00:00+01:00', 80, '2026-12-04T17:00:00+01:00'],
  ])('%s', (_, from, hours, expected) => {
    expect(addBusinessHours(at(from), hours, berlin)).toEqual(at(expected))
  })

  test('round the clock every day is the clock itself, also when it changes', () => {
    const always: BusinessCalendar = {
      ...berlin,
      businessHours: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' },
      holidays: [],
    }
    for (const from of ['2026-03-28T12:00:00Z', '2026-10-24T12:00:00Z']) {
      expect(addBusinessHours(at(from), 72, always).getTime() - at(from).getTime()).toBe(72 * 3_600_000)
    }
  })

  test('a calendar that leaves nobody any time says so instead of looking for ever', () => {
    expect(() =>
      addBusinessHours(at('2026-11-27T10:00:00Z'), 1, { ...berlin, businessHours: { ...berlin.businessHours, days: [] } }),
    ).toThrow(/no business hours/)
  })
})

test.each<[string, boolean]>([
  ['2026-11-27T09:00:00+01:00', true],
  ['2026-11-27T08:59:59+01:00', false],
  ['2026-11-27T17:00:00+01:00', false],
  ['2026-11-28T10:00:00+01:00', false],
  ['2026-12-25T10:00:00+01:00', false],
])('%s is business time: %s', (text, expected) => {
  expect(isBusinessTime(at(text), berlin)).toBe(expected)
})

test('hour and weekday are those of the organisation, not of the server', () => {
  expect(localTime(at('2026-11-29T23:30:00Z'), berlin)).toEqual({ hour: 0, weekday: 1 })
  expect(localTime(at('2026-11-29T23:30:00Z'), { timeZone: 'America/New_York' })).toEqual({ hour: 18, weekday: 7 })
})
