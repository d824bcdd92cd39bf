import { z } from 'zod'

/** A decimal string, never a float: at most 15 digits before and 4 after the point, a minus allowed. */
export const decimal = z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/, 'a decimal number as text, like "49.90"')
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code, like "EUR"')
export const money = z.object({ amount: decimal, currency: currencyCode })
export type Money = z.infer<typeof money>

/** Digits after the point, ISO 4217; 2 where the list below is silent. */
const minorDigits: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
}

export function digitsOf(currency: string): number {
  return minorDigits[currency] ?? 2
}

/** Minor units (cents) of an amount; digits beyond the currency's are rounded away from zero, so that a limit never looks kept when it is not. */
export function toMinor(value: Money): bigint {
  const digits = digitsOf(value.currency)
  const negative = value.amount.startsWith('-')
  const [whole = '0', fraction = ''] = value.amount.replace('-', '').split('.')
  const kept = fraction.slice(0, digits).padEnd(digits, '0')
  const rest = fraction.slice(digits)
  let minor = BigInt(whole + kept)
  if (/[1-9]/.test(rest)) minor += 1n
  return negative ? -minor : minor
}

export function fromMinor(minor: bigint, currency: string): Money {
  const digits = digitsOf(currency)
  const sign = minor < 0n ? '-' : ''
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0')
  const amount = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return { amount: sign + amount, currency }
}

export function isMoney(value: unknown): value is Money {
  return money.safeParse(value).success && Object.keys(value as object).length === 2
}

/** `1,234.50 EUR`: grouped, the currency's digits, code behind. */
export function formatMoney(value: Money): string {
  const { amount } = fromMinor(toMinor(value), value.currency)
  const [whole = '', fraction] = amount.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return `${fraction === undefined ? grouped : `${grouped}.${fraction}`} ${value.currency}`
}

/** Rates as data: how many units of the base currency one unit of each currency is worth, as decimal text. */
export interface Rates {
  base: string
  rates: Readonly<Record<string, string>>
}

/** Minor units of the base currency, rounded up, or null where the currency has no rate. */
export function toBaseMinor(value: Money, { base, rates }: Rates): bigint | null {
  if (value.currency === base) return toMinor(value)
  const rate = rates[value.currency]
  if (rate === undefined || !/^\d{1,9}(\.\d{1,9})?$/.test(rate)) return null
  const [whole = '0', fraction = ''] = rate.split('.')
  const scaled = BigInt(whole + fraction.padEnd(9, '0'))
  // minor(from) × rate × 10^digits(base) ÷ 10^digits(from), in integers
  const up = toMinor(value) * scaled * 10n ** BigInt(digitsOf(base))
  const down = 10n ** 9n * 10n ** BigInt(digitsOf(value.currency))
  return up >= 0n ? (up + down - 1n) / down : up / down
}

/** Every `{amount, currency}` in a value, with its path in dots. */
export function findMoney(value: unknown, path = ''): { path: string; money: Money }[] {
  if (isMoney(value)) return [{ path, money: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => findMoney(member, path === '' ? key : `${path}.${key}`))
}
