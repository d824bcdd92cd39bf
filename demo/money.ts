/** Money on the wire: a decimal text and an ISO 4217 code. Inside, whole cents (all of Acme's currencies have two digits). */
export interface Money {
  amount: string
  currency: string
}

export function toCents(amount: string): number {
  const [whole = '0', fraction = ''] = amount.split('.')
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
}

export function toMoney(cents: number, currency: string): Money {
  const text = String(Math.abs(cents)).padStart(3, '0')
  return { amount: `${cents < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`, currency }
}

/** `49.90 EUR` */
export function formatCents(cents: number, currency: string): string {
  return `${toMoney(cents, currency).amount} ${currency}`
}
