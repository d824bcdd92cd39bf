import { formatMoney, fromMinor, isJsonObject, isMoney, type Money, toMinor } from '#lib/core/index.ts'
import type { Ability } from '../ability.ts'
import type { Field } from '../fields/field.ts'
import { moneyValues } from '../fields/fill-money.ts'
import type { Setting } from '../setting.ts'
import { intentsOfVerb } from '../verbs.ts'
import { stem, wordsOfName } from '../words.ts'
import type { Read } from './find-read.ts'
import { inputFromKnown, type Known } from './known.ts'
import { madeCall } from './look-up.ts'

const whole =
  /\b(?:in full|fully|full(?=\s(?:amount|sum|price|total|value))|completely|complete(?=\s(?:amount|sum|price))|entirely|(?:entire|whole) \p{L}+|a full \p{L}+|everything|all of (?:it|that|them)|it all|all (?:the |his |her |their )?(?:money|of the money)|as much as possible)(?!\p{L})|\b(?:all|full)[\s.!]*$/iu
const rest = /\b(?:the rest|(?:the |all )?remain(?:der|ing)|what(?:ever|['’]s| is) left|the other half)\b/iu

const bases = ['paid', 'total', 'amount', 'sum', 'price', 'fee', 'cost', 'charge']
const leftOvers = new Set(['remaining', 'remainder', 'left', 'available'])
const takers = new Set(['use', 'spent', 'return'])

/** What a missing amount is, where "all of it" was said and a read of the same thing tells. */
export type WholeAmount =
  | { read: Read }
  /** `note` says in words which amount was taken. */
  | { values: ReadonlyMap<Field, unknown>; note: string }

/** Whether a request says all, or all that is left, instead of an amount. */
export function asksForAll(said: readonly string[]): boolean {
  return said.some((text) => {
    const [clause = ''] = text.split(/[,;:]\s|\s(?:because|since|as it)\s/u, 1)
    return whole.test(clause) || rest.test(clause)
  })
}

/** Finds the amount that "all" or "the rest" means: the read to make first, then the money that fits by its name. Null where nothing tells. */
export function findWholeAmount(
  ability: Ability,
  field: Field,
  { known, said, setting }: { known: readonly Known[]; said: readonly string[]; setting: Setting },
): WholeAmount | null {
  for (const read of readsOf(setting, known)) {
    const call = madeCall(setting.turns.slice(-1), read)
    if (call === undefined) return { read }
    if (call.outcome?.status !== 'succeeded') continue
    const found = wholeOf(
      call.outcome.result,
      ability,
      said.some((text) => rest.test(text)),
    )
    const values = found === null ? null : moneyValues(ability, field, found.money)
    if (found !== null && values !== null) return { values, note: `I took the amount from “${read.ability.title}”: ${found.note}.` }
  }
  return null
}

/** Reads of the one thing that is known by its id. */
function readsOf({ catalogue }: Setting, known: readonly Known[]): Read[] {
  return catalogue.abilities.flatMap((ability) => {
    if (ability.effect !== 'read' || !ability.fields.some((one) => one.required && one.role === 'id')) return []
    const input = inputFromKnown(ability, known)
    return input === null ? [] : [{ ability, input, searched: [] }]
  })
}

function wholeOf(result: unknown, ability: Ability, onlyRest: boolean): { money: Money; note: string } | null {
  if (!isJsonObject(result)) return null
  const sums = sumsIn(result)
  const left = sums.find(({ name }) => isLeft(name, ability))
  if (left !== undefined) return positive(left.minor, left.currency, show(left))
  const base = bases.map((word) => sums.find(({ name }) => name.includes(word))).find((one) => one !== undefined)
  if (base === undefined) return null
  const less = sums.find((one) => one !== base && one.currency === base.currency && one.name.some((word) => isTaken(word, ability)))
  if (less === undefined) return onlyRest ? null : positive(base.minor, base.currency, show(base))
  return positive(base.minor - less.minor, base.currency, `${show(base)} less ${show(less)}`)
}

interface Sum {
  /** The words of its name without those that only say the unit. */
  name: readonly string[]
  minor: bigint
  currency: string
}

function sumsIn(thing: Record<string, unknown>): Sum[] {
  const currency = Object.entries(thing).find(([name, value]) => wordsOfName(name).includes('currency') && typeof value === 'string')?.[1]
  return Object.entries(thing).flatMap(([name, value]) => {
    const words = wordsOfName(name)
    if (isMoney(value)) return [{ name: words, minor: toMinor(value), currency: value.currency }]
    if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency) || typeof value !== 'number') return []
    const bare = words.filter((word) => word !== 'cents' && word !== 'minor')
    if (bare.length < words.length) return Number.isSafeInteger(value) ? [{ name: bare, minor: BigInt(value), currency }] : []
    return bases.some((word) => words.includes(word)) && /^\d{1,12}(?:\.\d{1,2})?$/.test(String(value))
      ? [{ name: words, minor: toMinor({ amount: String(value), currency }), currency }]
      : []
  })
}

/** "remaining", or what can still be done by the operation's own verb: "payable". */
function isLeft(name: readonly string[], ability: Ability): boolean {
  return name.some((word) => leftOvers.has(word) || (word.endsWith('able') && ability.verbs.has(stem(word.slice(0, -4)))))
}

/** What the operation has done before by its name: its own verb's participle, or that of giving back. */
function isTaken(word: string, ability: Ability): boolean {
  const root = stem(word)
  return ability.verbs.has(root) || takers.has(root) || (word.endsWith('ed') && intentsOfVerb(root).includes('repay'))
}

function positive(minor: bigint, currency: string, note: string): { money: Money; note: string } | null {
  return minor > 0n ? { money: fromMinor(minor, currency), note } : null
}

function show({ name, minor, currency }: Sum): string {
  return `${name.join(' ')} ${formatMoney(fromMinor(minor, currency))}`
}
