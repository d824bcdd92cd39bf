import { digitsOf } from '#lib/core/index.ts'

const bySign: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY', '₹': 'INR' }
const byWord: Readonly<Record<string, string>> = {
  euro: 'EUR',
  euros: 'EUR',
  dollar: 'USD',
  dollars: 'USD',
  bucks: 'USD',
  pound: 'GBP',
  pounds: 'GBP',
  quid: 'GBP',
  franc: 'CHF',
  francs: 'CHF',
  yen: 'JPY',
}
const codes = 'EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|ISK|TRY|UAH|AED|SAR|ILS|INR|CNY|KRW|SGD|HKD|AUD|NZD|CAD|MXN|BRL|ZAR'
/** Groups of three, or plain digits; a point or comma only with digits behind it. */
const number = String.raw`(?:\d{1,3}(?:[ '.,]\d{3}){1,4}(?:[.,]\d{1,4})?|\d{1,15}(?:[.,]\d{1,4})?)`

const patterns = [
  new RegExp(String.raw`([€$£¥₹])[ ]?(${number})(?!\d)`, 'giu'),
  new RegExp(String.raw`\b(${codes})[ ]?(${number})(?!\d)`, 'gu'),
  new RegExp(
    String.raw`(?<![\d.,])(${number}k?)[ -]?([€$£¥₹]|(?:${codes}|euros?|dollars?|bucks|pounds?|quid|francs?|yen)(?![\p{L}\p{N}]))`,
    'giu',
  ),
  new RegExp(String.raw`(?<![\d.,])(${number})[ ]?(cents?|pence)(?![\p{L}\p{N}])`, 'giu'),
]

export interface FoundMoney {
  start: number
  end: number
  text: string
  amount: string
  currency: string
}

/** Every sum of money in a text: "49.90 EUR", "€12,50", "$5", "12.000,00 €", "500 euros". Amounts are decimal text with the currency's digits. */
export function findMoneyInText(text: string): FoundMoney[] {
  return patterns.flatMap((pattern, index) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const [all, left = '', right = ''] = match
      const [digits, unit] = index < 2 ? [right, left] : [left, right]
      const small = index === 3
      const currency = small ? (/^p/i.test(unit) ? 'GBP' : 'EUR') : (bySign[unit] ?? byWord[unit.toLowerCase()] ?? unit.toUpperCase())
      const amount = readAmount(/k$/iu.test(digits) ? thousands(digits.slice(0, -1)) : digits, currency)
      if (amount === null) return []
      return [{ start: match.index, end: match.index + all.length, text: all, amount: small ? hundredth(amount) : amount, currency }]
    }),
  )
}

/** Decimal text from a number as people write it, point or comma. Null where it can't be read one way only. */
export function readAmount(digits: string, currency: string): string | null {
  const plain = digits.replace(/[ ']/g, '')
  const lastPoint = plain.lastIndexOf('.')
  const lastComma = plain.lastIndexOf(',')
  const last = Math.max(lastPoint, lastComma)
  if (last === -1) return /^\d{1,15}$/.test(plain) ? plain : null
  const separator = plain.charAt(last)
  const after = plain.slice(last + 1)
  const both = lastPoint !== -1 && lastComma !== -1
  const several = plain.indexOf(separator) !== last
  const isGroup = several || (!both && after.length === 3 && last <= 3)
  const wholePart = (isGroup ? plain : plain.slice(0, last)).replace(/[.,]/g, '')
  const fraction = isGroup ? '' : after
  const grouped = (isGroup ? plain : plain.slice(0, last)).split(/[.,]/)
  if (grouped.slice(1).some((group) => group.length !== 3)) return null
  if (!/^\d{1,15}$/.test(wholePart) || !/^\d{0,4}$/.test(fraction)) return null
  return fraction === '' ? wholePart : `${wholePart}.${fraction.padEnd(digitsOf(currency), '0')}`
}

/** "2k" is 2000, "1.5k" is 1500. */
function thousands(digits: string): string {
  const value = Number(digits.replace(',', '.')) * 1000
  return Number.isSafeInteger(value) ? String(value) : ''
}

function hundredth(amount: string): string {
  const minor = amount.split('.')[0] ?? '0'
  const padded = minor.padStart(3, '0')
  return `${padded.slice(0, -2)}.${padded.slice(-2)}`
}
