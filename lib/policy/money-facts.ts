import { type Money, money, type Operation, type Rates, toBaseMinor } from '#lib/core/index.ts'
import type { MoneyFacts } from './facts.ts'

/**
 * The amounts of an input, added up in the base currency. What the operation declares and what stands there as
 * {amount, currency} are two views of one input, so the larger sum counts: a declaration can add to what is seen, never hide it.
 * Signs do not cancel: a negative amount counts as its size, else a pair of lines could slip under a limit.
 */
export function moneyOf({ input, amounts, rates }: { input: unknown; amounts: Operation['amounts']; rates: Rates }): MoneyFacts {
  const seen = readMoney(input)
  const declared = amounts === undefined ? undefined : declaredMoney(amounts, input)
  const unreadable = declared === undefined ? seen.unreadable : declared === null
  const sums = [seen.found, declared ?? []].map((found) => sumOf(found, rates))
  if (unreadable || sums.includes(null)) return { minor: null, currency: rates.base, known: false }
  const largest = sums.reduce<bigint>((left, right) => (right !== null && right > left ? right : left), 0n)
  const capped = largest > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(largest)
  return { minor: capped, currency: rates.base, known: true }
}

/** Null where the declaration says that an amount can't be read, fails on this input, or gives something else than money. */
function declaredMoney(amounts: NonNullable<Operation['amounts']>, input: unknown): Money[] | null {
  try {
    const given = amounts(input)
    return given === null ? null : given.map((one) => money.parse(one))
  } catch {
    return null
  }
}

function sumOf(found: readonly Money[], rates: Rates): bigint | null {
  let sum = 0n
  for (const one of found) {
    const minor = toBaseMinor({ ...one, amount: one.amount.replace('-', '') }, rates)
    if (minor === null) return null
    sum += minor
  }
  return sum
}

/** Every {amount, currency} in a value, other members beside them or not; `unreadable`: something is called an amount and is not one of these. */
function readMoney(value: unknown): { found: Money[]; unreadable: boolean } {
  if (typeof value !== 'object' || value === null) return { found: [], unreadable: false }
  const parts = Object.values(value).map(readMoney)
  const found = parts.flatMap((part) => part.found)
  const unreadable = parts.some((part) => part.unreadable)
  const amount: unknown = Array.isArray(value) || !Object.hasOwn(value, 'amount') ? undefined : (value as { amount: unknown }).amount
  if (typeof amount !== 'string' && typeof amount !== 'number') return { found, unreadable }
  const own = money.safeParse(value)
  return own.success ? { found: [...found, own.data], unreadable } : { found, unreadable: true }
}
