import { Temporal } from 'temporal-polyfill'

/** When the organisation works: data of its settings. */
export interface BusinessCalendar {
  /** IANA: `Europe/Berlin`. */
  timeZone: string
  /** 1 is Monday; `from` and `to` as `09:00`, `to` up to `24:00` and later than `from`. */
  businessHours: { days: readonly number[]; from: string; to: string }
  /** Days on which nobody works, as `2026-12-25`. */
  holidays: readonly string[]
}

/** Working days on end are looked for so far: past it a calendar is all holidays. */
const mostDays = 20_000

/** The hour (0 to 23) and the weekday (1 is Monday) that a clock on the organisation's wall shows. */
export function localTime(at: Date, { timeZone }: Pick<BusinessCalendar, 'timeZone'>): { hour: number; weekday: number } {
  const { hour, dayOfWeek } = zoned(at, timeZone)
  return { hour, weekday: dayOfWeek }
}

/** The day on the organisation's wall, `2026-11-28`, with the moments at which it begins and ends. */
export function localDay(at: Date, { timeZone }: Pick<BusinessCalendar, 'timeZone'>): { day: string; from: Date; to: Date } {
  const day = zoned(at, timeZone).toPlainDate()
  const startOf = (date: Temporal.PlainDate) => new Date(date.toZonedDateTime({ timeZone }).epochMilliseconds)
  return { day: day.toString(), from: startOf(day), to: startOf(day.add({ days: 1 })) }
}

/** Whether somebody works at that moment: `from` is still in, `to` is already out. */
export function isBusinessTime(at: Date, calendar: BusinessCalendar): boolean {
  const hours = hoursOf(zoned(at, calendar.timeZone).toPlainDate(), calendar)
  return hours !== null && hours.opens <= at.getTime() && at.getTime() < hours.closes
}

/**
 * When so many business hours have passed since `from`; exactly at closing time where the last of them ends there. Hours are real
 * ones, also on the days when the clocks change. Throws RangeError where the calendar leaves no time to work in.
 */
export function addBusinessHours(from: Date, hours: number, calendar: BusinessCalendar): Date {
  let left = Math.round(hours * 3_600_000)
  let day = zoned(from, calendar.timeZone).toPlainDate()
  for (let looked = 0; looked < mostDays; looked++, day = day.add({ days: 1 })) {
    const open = hoursOf(day, calendar)
    if (open === null || open.closes <= from.getTime()) continue
    const begins = Math.max(open.opens, from.getTime())
    if (begins + left <= open.closes) return new Date(begins + left)
    left -= open.closes - begins
  }
  throw new RangeError('The organisation’s calendar has no business hours.')
}

function zoned(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
}

/** When a day opens and closes, as instants; null where nobody works. */
function hoursOf(day: Temporal.PlainDate, { timeZone, businessHours, holidays }: BusinessCalendar) {
  if (!businessHours.days.includes(day.dayOfWeek) || holidays.includes(day.toString())) return null
  const { from, to } = businessHours
  return { opens: instantOf(day, from, timeZone), closes: instantOf(day, to, timeZone) }
}

function instantOf(day: Temporal.PlainDate, time: string, timeZone: string): number {
  const midnight = time === '24:00'
  const at = { timeZone, plainTime: midnight ? '00:00' : time }
  return (midnight ? day.add({ days: 1 }) : day).toZonedDateTime(at).epochMilliseconds
}
