import { Temporal } from 'temporal-polyfill'

/** From when to when a person is left alone, by the organisation's clock: `20:00` to `07:30` goes over midnight. */
export interface QuietHours {
  from: string
  to: string
}

/** When the quiet hours that hold at that moment end; null when none do. Both ends alike: none are meant. */
export function endOfQuiet(at: Date, { from, to }: QuietHours, timeZone: string): Date | null {
  if (from === to) return null
  const now = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  const clock = now.toPlainTime().toString({ smallestUnit: 'minute' })
  const quiet = from < to ? from <= clock && clock < to : clock >= from || clock < to
  if (!quiet) return null
  const day = clock < to ? now.toPlainDate() : now.toPlainDate().add({ days: 1 })
  return new Date(day.toZonedDateTime({ timeZone, plainTime: to }).epochMilliseconds)
}

/** The organisation's day at that moment, as `2026-11-28`, and the hour on its clock. */
export function dayOf(at: Date, timeZone: string): { day: string; hour: number } {
  const now = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  return { day: now.toPlainDate().toString(), hour: now.hour }
}
