import { formatMoney, isMoney } from '#lib/core/index.ts'

/** A value of an input that stands word for word in a text. */
export interface Copy {
  /** In dots. */
  path: string
  /** Its beginning, by which it is known again after an edit. */
  text: string
}

/** A shorter value stands in any text. */
const leastText = 4
/** A single plain word of an everyday length stands in many texts. */
const leastWord = 8
/** Digits that an amount or an id needs at least. */
const leastDigits = 3
/** More leaves than people read; a longer value is no quote. */
const [mostLeaves, mostText, keptText] = [400, 20_000, 200]

/**
 * Which values of an input stand word for word in a result: whole words, whatever their case and blanks; amounts and numbers in any
 * common writing (9,999.00 is 9999). Short values do not count, nor what one of `own` says as well: the person typed it themselves.
 */
export function copiedValues(input: unknown, result: unknown, own: readonly string[]): Copy[] {
  const theirs = linesOf(result)
  const mine = own.map(folded)
  return leavesIn(input, '')
    .slice(0, mostLeaves)
    .filter(({ value }) => isTelling(value) && standsIn(value, theirs) && !standsIn(value, mine))
    .map(({ path, text }) => ({ path, text: text.slice(0, keptText) }))
}

interface Leaf {
  path: string
  /** As it is looked for. */
  value: string
  /** As cards write it. */
  text: string
}

function leavesIn(value: unknown, path: string): Leaf[] {
  if (isMoney(value)) return [{ path, value: `${value.amount} ${value.currency}`, text: formatMoney(value) }]
  if (typeof value === 'string') return value.length <= mostText ? [{ path, value, text: value }] : []
  if (typeof value === 'number') return [{ path, value: String(value), text: String(value) }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => leavesIn(member, path === '' ? key : `${path}.${key}`))
}

const amount = /^(\d[\d.,]*)(?: [A-Z]{3})?$/

function isTelling(value: string): boolean {
  const text = value.trim()
  const number = amount.exec(text)
  if (number !== null) return plainNumber(number[1] ?? '').replace(/\D/g, '').length >= leastDigits
  return text.length >= (/^\p{L}+$/u.test(text) ? leastWord : leastText)
}

function standsIn(value: string, texts: readonly string[]): boolean {
  const number = amount.exec(value.trim())
  if (number !== null) {
    const wanted = plainNumber(number[1] ?? '')
    return texts.some((text) => [...text.matchAll(/\d[\d.,]*/g)].some(([one]) => plainNumber(one) === wanted))
  }
  const wanted = folded(value)
  return texts.some((text) => hasWords(text, wanted))
}

function hasWords(text: string, wanted: string): boolean {
  const letter = /[\p{L}\p{N}]/u
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const [before, after] = [text[at - 1] ?? '', text[at + wanted.length] ?? '']
    const whole = !(letter.test(before) && letter.test(wanted[0] ?? '')) && !(letter.test(after) && letter.test(wanted.at(-1) ?? ''))
    if (whole) return true
  }
  return false
}

/** 9,999.00, 9.999,00 and 9999 are one number; so are 49.90 and 49,9. */
function plainNumber(text: string): string {
  const trimmed = text.replace(/[.,]+$/, '')
  const cents = /[.,](\d{1,2})$/.exec(trimmed)?.[1]
  const whole = (cents === undefined ? trimmed : trimmed.slice(0, -cents.length - 1)).replace(/[.,]/g, '')
  const rest = (cents ?? '').replace(/0+$/, '')
  return rest === '' ? whole : `${whole}.${rest}`
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** Every text and number of a result, folded. */
function linesOf(value: unknown): string[] {
  if (typeof value === 'string') return [folded(value)]
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(linesOf)
}
