import type { Money } from '#lib/core/money.ts'

export type GrantPattern =
  | { path: string; equals: unknown }
  | { path: string; oneOf: unknown[] }
  | { path: string; atMost: number | Money }
  | { path: string; any: true }

/** What the form for a standing grant begins with. */
export interface GrantForm {
  actionId: string
  digest: string
  requester: string
  places: { pattern: GrantPattern; value: unknown }[]
  currency: string
  amount: Money | null
  most: Money | null
}

export type GrantFormAnswer = { form: GrantForm } | { problem: string }

/** A grant as it is asked for. */
export interface GrantEvent {
  actionId: string
  digest: string
  patterns: GrantPattern[]
  uses: number
  budget?: Money
  /** ISO 8601, UTC. */
  endsAt: string
  onlyRequester: boolean
}

export type GrantWay = 'equals' | 'oneOf' | 'atMost' | 'any'

export const wayWords: Record<GrantWay, string> = {
  equals: 'exactly this',
  oneOf: 'one of these',
  atMost: 'at most',
  any: 'anything',
}

/** What a place of the input can be allowed to hold. */
export function waysOf(value: unknown): GrantWay[] {
  if (isMoney(value)) return ['atMost', 'equals']
  if (typeof value === 'number') return ['equals', 'oneOf', 'atMost', 'any']
  if (typeof value === 'string') return ['equals', 'oneOf', 'any']
  return typeof value === 'object' && value !== null ? ['equals'] : ['equals', 'any']
}

export function wayOf(pattern: GrantPattern): GrantWay {
  return (Object.keys(wayWords) as GrantWay[]).find((way) => way in pattern) ?? 'equals'
}

/** The pattern that a row of the form says; null where what was written is no such value. One of several is a line each. */
export function patternOf(path: string, value: unknown, way: GrantWay, text: string): GrantPattern | null {
  if (way === 'any') return { path, any: true }
  if (way === 'equals') return { path, equals: value }
  const words = text.trim()
  if (way === 'oneOf') {
    const each = words.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
    const values = typeof value === 'number' ? each.map(Number) : each
    return values.length === 0 || values.some(Number.isNaN) ? null : { path, oneOf: values }
  }
  if (isMoney(value)) return /^\d{1,15}(\.\d{1,4})?$/.test(words) ? { path, atMost: { amount: words, currency: value.currency } } : null
  const most = Number(words)
  return words === '' || !Number.isFinite(most) || most <= 0 ? null : { path, atMost: most }
}

/** What stands in a row's field at first. */
export function textOf(value: unknown): string {
  if (isMoney(value)) return value.amount
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 2 && 'amount' in value && 'currency' in value
}

/** “/amount” as people read it: Amount; “/lines/0/sku”: Lines 1 sku. */
export function placeWords(path: string): string {
  const words = path
    .split('/')
    .slice(1)
    .map((name) => (/^\d+$/.test(name) ? String(Number(name) + 1) : name.replaceAll('~1', '/').replaceAll('~0', '~')))
    .join(' ')
    .replace(/[_.-]+/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** One line for a list: “Amount at most 200.00 EUR”. */
export function patternWords(pattern: GrantPattern): string {
  const place = placeWords(pattern.path)
  if ('any' in pattern) return `${place}: anything`
  if ('equals' in pattern) return `${place}: ${shownValue(pattern.equals)}`
  if ('oneOf' in pattern) return `${place}: one of ${pattern.oneOf.map(shownValue).join(', ')}`
  return `${place}: at most ${shownValue(pattern.atMost)}`
}

function shownValue(value: unknown): string {
  return isMoney(value) ? `${value.amount} ${value.currency}` : textOf(value)
}
