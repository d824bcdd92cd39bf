import { isKnownVerb } from '../verbs.ts'
import { isStopWord } from '../words.ts'
import { findDates } from './dates.ts'
import type { Mention } from './mention.ts'
import { findMoneyInText } from './money.ts'
import { findPeriods } from './periods.ts'

const quotes =
  /"([^"\n]{1,400})"|“([^”\n]{1,400})”|„([^“”\n]{1,400})[“”]|«([^»\n]{1,400})»|(?<![\p{L}\p{N}])'([^'\n]{2,400})'(?![\p{L}\p{N}])/gu
const emails = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu
const phones = /(?<![\p{L}\p{N}])\+\d[\d ()/-]{5,18}\d(?!\d)/gu
const uuids = /(?<![\p{L}\p{N}-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\p{L}\p{N}-])/giu
const codes = /(?<![\p{L}\p{N}@._-])(#|no\.? ?|nr\.? ?|number )?([\p{L}\p{N}]{1,24}(?:[-_/][\p{L}\p{N}]{1,24}){0,5})(?![\p{L}\p{N}@])/giu
const numbers = /(?<![\p{L}\p{N}.,-])-?\d{1,15}(?:[.,]\d{1,6})?(?![\p{L}\p{N}]|[.,]\d)/gu
const nameWord = String.raw`\p{Lu}(?:['’]\p{Lu})?[\p{Ll}\p{M}]{1,30}(?:[-'’](?!s\b)\p{Lu}?[\p{Ll}\p{M}]{1,30}){0,2}`
const nameWords = new RegExp(
  String.raw`(?<![\p{L}\p{N}@._-])${nameWord}(?: (?:(?:de|da|van|von|der|la|el|al|bin|di) ){0,2}${nameWord}){0,3}(?![\p{L}@])`,
  'gu',
)
const small: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  twelve: '12',
}
const smallNumbers = /\b(two|three|four|five|six|seven|eight|nine|ten|twelve)\b/giu

/** Everything in a text that can fill a field, none over another, in the order of the text. */
export function findMentions(text: string, now: Date): Mention[] {
  const found: Mention[] = []
  const add = (mention: Mention) => {
    if (!found.some((other) => mention.start < other.end && other.start < mention.end)) found.push(mention)
  }
  const place = (match: RegExpMatchArray, skip = 0) => ({
    start: (match.index ?? 0) + skip,
    end: (match.index ?? 0) + match[0].length,
    text: match[0].slice(skip),
  })
  for (const match of text.matchAll(quotes))
    add({ kind: 'quoted', ...place(match), value: (match.slice(1).find((part) => part !== undefined) ?? '').trim() })
  for (const match of text.matchAll(emails)) add({ kind: 'email', ...place(match), value: match[0].replace(/[.-]$/, '') })
  for (const match of text.matchAll(uuids)) add({ kind: 'code', ...place(match), value: match[0], marked: true })
  for (const { isDay, ...period } of findPeriods(text, now)) if (!isDay) add({ kind: 'period', ...period })
  for (const money of findMoneyInText(text)) add({ kind: 'money', ...money })
  for (const match of text.matchAll(phones)) add({ kind: 'phone', ...place(match), value: match[0].trim() })
  for (const match of text.matchAll(codes)) {
    const [, mark, value = ''] = match
    if (!/\d/.test(value) || !(/\p{L}/u.test(value) || mark !== undefined) || /^\d{1,2}(?:st|nd|rd|th)$/i.test(value)) continue
    if (/^\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?$/.test(value)) continue
    add({ kind: /^\d{1,15}$/.test(value) ? 'number' : 'code', ...place(match), value, marked: mark !== undefined })
  }
  for (const date of findDates(withoutMentions(text, found), now)) add({ kind: 'date', ...date })
  for (const match of text.matchAll(numbers)) add({ kind: 'number', ...place(match), value: match[0].replace(',', '.'), marked: false })
  for (const match of text.matchAll(smallNumbers))
    add({ kind: 'number', ...place(match), value: small[match[0].toLowerCase()] ?? match[0], marked: false })
  for (const match of text.matchAll(nameWords)) {
    const skip = beforeName(text, match)
    if (skip < match[0].length) add({ kind: 'name', ...place(match, skip), value: match[0].slice(skip) })
  }
  return found.sort((left, right) => left.start - right.start)
}

/** How many letters to leave out: a capital at the beginning of a sentence says nothing, a verb or a small word there is no part of the name. */
function beforeName(text: string, match: RegExpMatchArray): number {
  const [first = '', ...more] = match[0].split(' ')
  const before = text.slice(0, match.index).trimEnd()
  const begins = before === '' || /[.!?:;\n]$/.test(before)
  const isSmallWord = isStopWord(first.toLowerCase())
  if (begins && more.length === 0) return match[0].length
  return isSmallWord || (begins && isKnownVerb(first)) ? first.length + (more.length > 0 ? 1 : 0) : 0
}

/** The text with what was found blanked out, so that a code's figures are not read as part of a date. Places stay the same. */
function withoutMentions(text: string, found: readonly Mention[]): string {
  let rest = text
  for (const { start, end } of found) rest = rest.slice(0, start) + '¦'.repeat(end - start) + rest.slice(end)
  return rest
}
