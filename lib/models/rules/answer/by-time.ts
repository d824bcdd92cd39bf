import type { JsonObject } from '#lib/core/index.ts'
import { type FoundPeriod, findPeriods } from '../mentions/periods.ts'
import { stem, wordsOf, wordsOfName } from '../words.ts'
import { showName } from './show-value.ts'

/** Which of the dates of a thing is meant where nothing says: the one at which it began to be. */
const beginnings = ['create', 'place', 'receive', 'open', 'issue', 'make', 'date', 'at', 'on', 'start', 'ship', 'update', 'change']
/** What people say for it. */
const sayings: Readonly<Record<string, readonly string[]>> = {
  create: ['new', 'came', 'come', 'arriv', 'open', 'creat', 'log', 'report'],
  update: ['updat', 'chang', 'touch', 'mov'],
  place: ['new', 'plac', 'made', 'bought'],
}

const isoDate = /^\d{4}-\d{2}-\d{2}(?:T|$)/

/** The items of a list that fall into the time that was asked for, and what to say about it, where the read itself could not be told. */
export interface ByTime {
  items: readonly JsonObject[]
  note: string
}

/** The time that a request names for a list; null where it names none. */
export function periodAsked(text: string, now: Date): FoundPeriod | null {
  return findPeriods(text, now)[0] ?? null
}

/** Filters a list by the time that was asked for, by a date that its items hold; the list as it is, with a word on it, where they hold none. */
export function pickByTime(items: readonly JsonObject[], total: number, period: FoundPeriod, asked: string): ByTime {
  const said = period.text.trim().replace(/^(?:on|from|of) /iu, '')
  const field = dateField(items, asked)
  if (items.length === 0) return { items, note: `I can’t search by time (“${said}”), so I looked for all.` }
  if (field === null) return { items, note: `I can’t filter by time (“${said}”) here. These are all, whatever their date:` }
  const kept = items.filter((item) => isWithin(item[field], period))
  const pool = total > items.length ? `the ${items.length} that I read, of ${total},` : `${items.length}`
  const label = showName(field)
  return {
    items: kept,
    note:
      kept.length === 0
        ? `I can’t search by time, so I looked through ${pool} by their date “${label}”: none is from ${said}.`
        : `I can’t search by time, so I looked through ${pool} by their date “${label}”. From ${said}:`,
  }
}

/** The name of the date to go by: one that the request speaks of, else the earliest in a thing's life. */
function dateField(items: readonly JsonObject[], asked: string): string | null {
  const names = [...new Set(items.slice(0, 20).flatMap((item) => Object.keys(item).filter((name) => isDate(item[name]))))]
  const words = new Set(wordsOf(asked).map(stem))
  const rank = (name: string): number => {
    const own = wordsOfName(name).map(stem)
    if (own.some((word) => words.has(word) && word.length > 3)) return -2
    const told = own.some((word) => Object.entries(sayings).some(([key, all]) => stem(key) === word && all.some((one) => words.has(one))))
    if (told) return -1
    const place = beginnings.findIndex((word) => own.includes(stem(word)))
    return place === -1 ? beginnings.length : place
  }
  return names.sort((left, right) => rank(left) - rank(right))[0] ?? null
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && isoDate.test(value) && !Number.isNaN(Date.parse(value))
}

function isWithin(value: unknown, { from, to }: FoundPeriod): boolean {
  return isDate(value) && Date.parse(value) >= Date.parse(from) && Date.parse(value) < Date.parse(to)
}
