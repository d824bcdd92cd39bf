import { formatMoney, fromMinor, isJsonObject, isMoney, type JsonObject } from '#lib/core/index.ts'
import { nameIn } from '../lookup/pick-value.ts'
import { capitalise, wordsOfName } from '../words.ts'
import { showLine } from './plain-text.ts'

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** A property's name in words: `tourOn`, `tour_on` give "tour on". */
export function showName(name: string): string {
  const words = wordsOfName(name).filter((word) => word !== 'cents')
  if (words.length > 1 && (words.at(-1) === 'at' || words.at(-1) === 'on')) words.pop()
  if (words.length > 1 && words.at(-1) === 'id') words.pop()
  return words.join(' ').replace(/\bemail\b/u, 'e-mail')
}

/** A plain value in words; null for what says nothing in one line. `holder` gives the currency beside an amount in cents. */
export function showValue(name: string, value: unknown, holder: JsonObject): string | null {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return showNumber(name, value, holder)
  if (typeof value === 'string')
    return value === ''
      ? null
      : (showDate(value) ??
          showLine(value.includes('_') && !value.includes(' ') && !value.includes('@') ? value.replaceAll('_', ' ') : value))
  if (isMoney(value)) return formatMoney(value)
  if (Array.isArray(value)) return showMany(value)
  if (!isJsonObject(value)) return null
  const named = nameIn(value)
  return named === null ? null : showLine(named)
}

function showNumber(name: string, value: number, holder: JsonObject): string {
  const currency = Object.entries(holder).find(([key, member]) => wordsOfName(key).includes('currency') && typeof member === 'string')?.[1]
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return String(value)
  if (wordsOfName(name).includes('cents') && Number.isSafeInteger(value)) return formatMoney(fromMinor(BigInt(value), currency))
  return /amount|total|price|fee|paid|balance|limit/i.test(name) ? `${value} ${currency}` : String(value)
}

function showMany(values: readonly unknown[]): string | null {
  const plain = values.filter((value) => typeof value === 'string' || typeof value === 'number')
  if (values.length > 0 && plain.length === values.length)
    return plain
      .slice(0, 8)
      .map((value) => showLine(String(value)))
      .join(', ')
  const names = values.filter(isJsonObject).flatMap((value) => nameIn(value) ?? [])
  if (names.length === 0) return null
  const shown = names.slice(0, 4).map(showLine).join(', ')
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown
}

/** "9 March 2026" from an ISO date, with the time in UTC from a date and time. Null where it is none. */
export function showDate(text: string): string | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text)
  if (found === null) return null
  const [, year, month, day, hour, minute] = found
  const name = months[Number(month) - 1]
  if (name === undefined) return null
  const date = `${Number(day)} ${name} ${year}`
  return hour === undefined || (hour === '00' && minute === '00') ? date : `${date}, ${hour}:${minute}${found[6] === 'Z' ? ' UTC' : ''}`
}

/** A name in words, with a capital. */
export function titleCase(name: string): string {
  return capitalise(showName(name))
}
