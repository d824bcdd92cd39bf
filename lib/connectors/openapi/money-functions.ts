import { formatMoney, fromMinor, type Money, money, toMinor } from '#lib/core/index.ts'
import type { ExpressionFunction } from '#lib/platform/expression.ts'

function taken(value: unknown): Money {
  const parsed = money.safeParse(value)
  if (!parsed.success) throw new Error('this is not an amount of money: {amount: "1.00", currency: "EUR"} is needed')
  return { amount: parsed.data.amount, currency: parsed.data.currency }
}

function both(left: unknown, right: unknown): [bigint, bigint, string] {
  const [a, b] = [taken(left), taken(right)]
  if (a.currency !== b.currency) throw new Error(`these are two currencies, ${a.currency} and ${b.currency}`)
  return [toMinor(a), toMinor(b), a.currency]
}

/** What expressions can do with money, {amount, currency}. Two currencies in one call are an error. */
export const moneyFunctions: Readonly<Record<string, ExpressionFunction>> = {
  add: (left, right) => {
    const [a, b, currency] = both(left, right)
    return fromMinor(a + b, currency)
  },
  subtract: (left, right) => {
    const [a, b, currency] = both(left, right)
    return fromMinor(a - b, currency)
  },
  compare: (left, right) => {
    const [a, b] = both(left, right)
    return a < b ? -1 : a > b ? 1 : 0
  },
  format: (value) => formatMoney(taken(value)),
}
