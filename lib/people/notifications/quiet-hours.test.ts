import { expect, test } from 'vitest'
import { dayOf, endOfQuiet } from './quiet-hours.ts'

const at = (text: string) => new Date(text)
const berlin = 'Europe/Berlin'
const night = { from: '20:00', to: '07:30' }

test.each([
  ['in the evening they end the next morning', '2026-11-28T20:00:00Z', '2026-11-29T06:30:00.000Z'],
  ['after midnight they end the same morning', '2026-11-28T23:30:00Z', '2026-11-29T06:30:00.000Z'],
  ['at the minute they begin', '2026-11-28T19:00:00Z', '2026-11-29T06:30:00.000Z'],
  ['at the minute they end it is loud', '2026-11-29T06:30:00Z', null],
  ['at noon it is loud', '2026-11-28T11:00:00Z', null],
  ['the night in which the clocks go forward is an hour shorter', '2026-03-28T22:00:00Z', '2026-03-29T05:30:00.000Z'],
])('%s', (_name, now, end) => {
  expect(endOfQuiet(at(now), night, berlin)?.toISOString() ?? null).toBe(end)
})

test('quiet hours within a day, and none where both ends are the same', () => {
  expect(endOfQuiet(at('2026-11-28T12:15:00Z'), { from: '12:00', to: '14:00' }, berlin)?.toISOString()).toBe('2026-11-28T13:00:00.000Z')
  expect(endOfQuiet(at('2026-11-28T13:15:00Z'), { from: '12:00', to: '14:00' }, berlin)).toBeNull()
  expect(endOfQuiet(at('2026-11-28T12:15:00Z'), { from: '12:00', to: '12:00' }, berlin)).toBeNull()
})

test('a day is the organisation’s, not the server’s', () => {
  expect(dayOf(at('2026-11-28T23:30:00Z'), berlin)).toEqual({ day: '2026-11-29', hour: 0 })
})
