import { en } from 'chrono-node'

/** A stretch of time that a text names; `from` and `to` are moments in UTC, `to` no longer part of it. */
export interface FoundPeriod {
  start: number
  end: number
  text: string
  from: string
  to: string
  /** One day that a field for a date could take as well. */
  isDay: boolean
}

type Unit = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

const day = 86_400_000
const lengths: Readonly<Record<Unit, number>> = { hour: 3_600_000, day, week: 7 * day, month: 30 * day, quarter: 91 * day, year: 365 * day }
const counts: Readonly<Record<string, number>> = {
  few: 3,
  couple: 2,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
  twelve: 12,
}
const weekday = '(?:mon|tues|wednes|thurs|fri|satur|sun)day'
const before = String.raw`(?<![\p{L}\p{N}-])`
const rolling = new RegExp(
  String.raw`${before}(?:the )?(?:last|past|previous) (?:(\d{1,3}|${Object.keys(counts).join('|')})(?: of)? )?(hour|day|week|month|quarter|year)s?(?![\p{L}\p{N}])`,
  'giu',
)
const current = new RegExp(String.raw`${before}(?:this|the current) (week|month|quarter|year)(?: so far)?(?!\p{L})`, 'giu')
const nearDay = new RegExp(
  String.raw`${before}(today|yesterday|this morning|this afternoon|this evening|tonight|last night)(?!\p{L})`,
  'giu',
)
const since = new RegExp(`${before}since (?:last )?(${weekday}|yesterday|[^,;.!?]{3,24})`, 'giu')
const past = new RegExp(String.raw`${before}(?:on|from|of|last) (?:last )?(${weekday})(?!\p{L})`, 'giu')

/** Every stretch of time up to now that a text names: "this week", "the last 3 days", "yesterday", "since Monday". Weeks begin on Monday. */
export function findPeriods(text: string, now: Date): FoundPeriod[] {
  const found: FoundPeriod[] = []
  const add = (match: RegExpMatchArray, span: { from: number; to: number; isDay?: boolean } | null, length = match[0].length) => {
    const start = match.index ?? 0
    if (span === null || found.some((other) => start < other.end && other.start < start + length)) return
    const { from, to, isDay = false } = span
    found.push({ start, end: start + length, text: match[0].slice(0, length), from: iso(from), to: iso(to), isDay })
  }
  const end = now.getTime() + 1
  for (const match of text.matchAll(rolling)) {
    const [, count, unit = 'day'] = match
    const size = count === undefined ? 1 : (counts[count.toLowerCase()] ?? Number(count))
    const isCalendar = count === undefined && /last|previous/iu.test(match[0]) && !/^(?:hour|day)$/iu.test(unit)
    add(
      match,
      isCalendar ? calendar(unit.toLowerCase() as Unit, now, -1) : { from: end - size * lengths[unit.toLowerCase() as Unit], to: end },
    )
  }
  for (const match of text.matchAll(current)) add(match, calendar((match[1] ?? 'week').toLowerCase() as Unit, now, 0))
  for (const match of text.matchAll(nearDay)) {
    const from = startOfDay(now) - (/yesterday|last night/iu.test(match[0]) ? day : 0)
    add(match, { from, to: from + day, isDay: true })
  }
  for (const match of text.matchAll(since)) {
    const from = pastDay(match[1] ?? '', now)
    if (from !== null) add(match, { from: from.moment, to: end }, match[0].length - (match[1] ?? '').length + from.length)
  }
  for (const match of text.matchAll(past)) {
    const from = pastDay(match[1] ?? '', now)
    if (from !== null) add(match, { from: from.moment, to: from.moment + day, isDay: true })
  }
  return found.sort((left, right) => left.start - right.start)
}

function calendar(unit: Unit, now: Date, step: number): { from: number; to: number } {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
  if (unit === 'week') {
    const monday = startOfDay(now) - ((now.getUTCDay() + 6) % 7) * day + step * 7 * day
    return { from: monday, to: monday + 7 * day }
  }
  const months = unit === 'year' ? 12 : unit === 'quarter' ? 3 : 1
  const first = month - (month % months) + step * months
  return { from: Date.UTC(year, first, 1), to: Date.UTC(year, first + months, 1) }
}

/** A day that lies behind: a bare weekday is the last one. */
function pastDay(text: string, now: Date): { moment: number; length: number } | null {
  try {
    const [found] = en.GB.parse(text, now)
    if (found === undefined || found.index !== 0) return null
    const { start } = found
    const moment = Date.UTC(start.get('year') ?? 1970, (start.get('month') ?? 1) - 1, start.get('day') ?? 1)
    const isAhead = moment > now.getTime()
    if (isAhead && !start.isCertain('weekday')) return null
    return { moment: isAhead ? moment - 7 * day : moment, length: found.text.length }
  } catch {
    // What the parser trips over is no day.
    return null
  }
}

function startOfDay(now: Date): number {
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())
}

function iso(moment: number): string {
  return new Date(moment).toISOString()
}
