import { en } from 'chrono-node'

const duration = /^(?:\d{1,4}|an?|one|two|three|four|five|six|ten) ?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)$/iu

/** What a date has in it, as a word of its own; chrono also finds days in the beginnings of other words. */
const telling =
  /\d|\b(?:today|tomorrow|yesterday|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|(?:next|last|this|coming) (?:week|month|year))\b/iu

export interface FoundDate {
  start: number
  end: number
  text: string
  day: string
  moment: string
}

/** Words that chrono takes for dates although they mostly are none. */
const misleading = /^(?:sat|sun|mon|wed|march|may|now|second|the second|\d{1,2}|at \d{1,2})$/iu

/** Every date in a text, days before months where figures could be both, days to come where the text leaves it open. */
export function findDates(text: string, now: Date): FoundDate[] {
  try {
    return en.GB.parse(text, now, { forwardDate: true }).flatMap((found) => {
      const { start } = found
      if (misleading.test(found.text) || duration.test(found.text) || !telling.test(found.text)) return []
      const said = start.isCertain('day') || start.isCertain('weekday') || start.isCertain('month')
      if (!said) return []
      const [year, month, day] = [start.get('year') ?? 1970, start.get('month') ?? 1, start.get('day') ?? 1]
      const iso = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
      const moment = start.isCertain('hour') ? start.date().toISOString() : `${iso}T00:00:00Z`
      // "14 March, 3 hours": what stands behind the comma is another number.
      const text = found.text.replace(/,\s*\d{1,2}(?:\s*hours?)?$/iu, '')
      return [{ start: found.index, end: found.index + text.length, text, day: iso, moment }]
    })
  } catch {
    // A date that the parser trips over is no date; the field is then asked for.
    return []
  }
}
