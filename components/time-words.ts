const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const clock = { hour: '2-digit', minute: '2-digit' } as const
const shapes = {
  exact: { day: 'numeric', month: 'long', year: 'numeric', ...clock, second: '2-digit', timeZoneName: 'short' },
  clock: { ...clock, second: '2-digit' },
  minute: clock,
  weekday: { weekday: 'short' },
  day: { day: 'numeric', month: 'short' },
  dayOfYear: { day: 'numeric', month: 'short', year: 'numeric' },
  year: { year: 'numeric' },
  stamp: {},
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Making one takes longer than drawing the row that it is for: each is made once. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** A moment in one of the house's writings. Without a zone: the reader's own. */
export function format(at: Date, zone: string | undefined, shape: keyof typeof shapes): string {
  const key = `${shape} ${zone ?? ''}`
  let found = formats.get(key)
  if (found === undefined) {
    // Dates as a stamp sorts them: 2026-11-21.
    const language = shape === 'stamp' ? 'en-CA' : 'en-GB'
    found = new Intl.DateTimeFormat(language, { ...shapes[shape], ...(zone === undefined ? {} : { timeZone: zone }) })
    formats.set(key, found)
  }
  return found.format(at)
}

/** Days between two moments as a calendar in that zone counts them. */
function calendarDays(from: Date, to: Date, zone: string | undefined): number {
  const stamp = (at: Date) => Date.parse(`${format(at, zone, 'stamp')}T00:00:00Z`)
  return Math.round((stamp(to) - stamp(from)) / day)
}

/** `21 November 2026, 14:02:01 UTC`. Without a zone: the reader's own. */
export function exactWords(at: Date, zone?: string): string {
  return format(at, zone, 'exact')
}

/** `14:02:01` */
export function clockWords(at: Date, zone?: string): string {
  return format(at, zone, 'clock')
}

/** How long ago: `just now`, `5 min ago`, `3 h ago`, `yesterday`, `12 Nov`, `12 Nov 2025`. */
export function agoWords(at: Date, now: Date, zone?: string): string {
  const past = now.getTime() - at.getTime()
  if (past < minute) return 'just now'
  if (past < hour) return `${Math.floor(past / minute)} min ago`
  const days = calendarDays(at, now, zone)
  if (days === 0 || past < 6 * hour) return `${Math.floor(past / hour)} h ago`
  if (days === 1) return 'yesterday'
  const sameYear = format(at, zone, 'year') === format(now, zone, 'year')
  return format(at, zone, sameYear ? 'day' : 'dayOfYear')
}

/** How much time is left: `3 h 12 min`, `2 days`, `40 s`; null when none is. */
export function leftWords(due: Date, now: Date): string | null {
  const left = due.getTime() - now.getTime()
  if (left <= 0) return null
  if (left < minute) return `${Math.ceil(left / 1000)} s`
  if (left < hour) return `${Math.floor(left / minute)} min`
  if (left < 2 * day) {
    const minutes = Math.floor((left % hour) / minute)
    return minutes === 0 || left > 6 * hour ? `${Math.floor(left / hour)} h` : `${Math.floor(left / hour)} h ${minutes} min`
  }
  return `${Math.floor(left / day)} days`
}

/** When something is due, for a list: `now`, `40 min`, `3 h`, `today 17:00`, `tomorrow`, `Mon`, `12 Dec`. */
export function dueWords(due: Date, now: Date, zone?: string): string {
  const left = due.getTime() - now.getTime()
  if (left < minute) return 'now'
  if (left < hour) return `${Math.floor(left / minute)} min`
  if (left < 4 * hour) return `${Math.floor(left / hour)} h`
  const days = calendarDays(now, due, zone)
  if (days === 0) return `today ${format(due, zone, 'minute')}`
  if (days === 1) return 'tomorrow'
  return days < 7 ? format(due, zone, 'weekday') : format(due, zone, 'day')
}
