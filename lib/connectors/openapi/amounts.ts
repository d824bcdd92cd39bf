import { findMoney, fromMinor, isJsonObject, isMoney, type Money, money } from '#lib/core/index.ts'
import type { MoneyTemplate } from './declaration.ts'

/**
 * The amounts of an input: every {amount, currency}, and where the document says that one stands in another shape.
 * null: one is there that cannot be read. Undeclared members that are called like an amount and hold a bare number count as that.
 */
export function amountsOf(declared: readonly MoneyTemplate[] | 'unreadable' | null, input: unknown): Money[] | null {
  if (declared === 'unreadable') return null
  const plain = findMoney(input)
  if (declared === null) return looksLikeMoney(input) ? null : plain.map((found) => found.money)
  const amounts: Money[] = []
  const covered = new Set<string>()
  for (const template of declared) {
    for (const { path, value, parent } of valuesAt(input, template.amount)) {
      const read = readAmount(template, value, parent, input)
      if (read === null) return null
      amounts.push(read)
      covered.add(path)
    }
  }
  return [...amounts, ...plain.filter(({ path }) => !covered.has(path)).map((found) => found.money)]
}

interface Found {
  path: string
  value: unknown
  parent: unknown
}

/** The values at a path in dots, `*` being every element; none where nothing was given. */
function valuesAt(input: unknown, path: string): Found[] {
  let found: Found[] = [{ path: '', value: input, parent: null }]
  for (const step of path.split('.')) {
    found = found.flatMap(({ path: at, value }) => {
      if (typeof value !== 'object' || value === null) return []
      const members = value as Record<string, unknown>
      const names = step === '*' ? Object.keys(members) : Object.hasOwn(members, step) ? [step] : []
      return names.map((name) => ({ path: at === '' ? name : `${at}.${name}`, value: members[name], parent: value }))
    })
  }
  return found.filter(({ value }) => value !== null && value !== undefined)
}

function readAmount({ unit, currency }: MoneyTemplate, value: unknown, parent: unknown, input: unknown): Money | null {
  if (currency === null) {
    const whole = money.safeParse(value)
    return whole.success ? whole.data : null
  }
  const code = 'code' in currency ? currency.code : currencyFrom(currency.from, parent, input)
  if (typeof code !== 'string' || !/^[A-Za-z]{3}$/.test(code)) return null
  const text = String(value)
  if (unit === 'minor') return /^-?\d{1,15}$/.test(text) ? fromMinor(BigInt(text), code.toUpperCase()) : null
  const major = money.safeParse({ amount: text, currency: code.toUpperCase() })
  return major.success ? major.data : null
}

/** The currency stands beside the amount, or at a path of the input. */
function currencyFrom(from: string, parent: unknown, input: unknown): unknown {
  if (isJsonObject(parent) && from in parent) return parent[from]
  return valuesAt(input, from)[0]?.value
}

const amountWords = /(^|_)(amounts?|prices?|totals?|fees?|costs?|charges?|cents|balance|budget|salary|payment|deposit)(_|$)/

function looksLikeMoney(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || isMoney(value)) return false
  return Object.entries(value).some(([key, member]) => {
    const words = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
    const bare = typeof member === 'number' || (typeof member === 'string' && /^-?[\d.,\s]*\d[\d.,\s]*([A-Za-z]{3}|[€$£¥])?$/.test(member))
    return (amountWords.test(words) && bare) || looksLikeMoney(member)
  })
}
