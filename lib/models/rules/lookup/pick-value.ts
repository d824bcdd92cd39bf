import type { JsonObject } from '#lib/core/index.ts'
import type { Ability } from '../ability.ts'
import { type Field, nounOfId } from '../fields/field.ts'
import { idValue } from '../fields/fill-id.ts'
import { nearlySame, stem, wordsOf, wordsOfName } from '../words.ts'
import { isAddressName } from './fit-of.ts'
import { type Leaf, leavesOf } from './walk-result.ts'

/** One possible value, with the thing it belongs to. */
export interface Option {
  value: unknown
  holder: JsonObject
}

/** The values for a field in what a read brought, each once: of the things that match the search if any do. */
export function pickValues(
  field: Field,
  ability: Ability,
  result: unknown,
  { searched, text }: { searched: readonly string[]; text: string },
): Option[] {
  const found = leavesOf(result).flatMap((leaf) => {
    const value = valueFor(field, ability, leaf)
    return value === undefined ? [] : [{ value, holder: leaf.holder, path: leaf.path }]
  })
  const matching = found.filter((option) => searched.some((term) => holds(option.holder, term)))
  const pool = matching.length > 0 ? matching : found
  const words = new Set(wordsOf(text).map(stem))
  const named = pool.filter((option) =>
    option.path.some((step) => wordsOfName(step).some((word) => word !== 'email' && words.has(stem(word)))),
  )
  const kept = field.role === 'email' && named.length > 0 ? named : pool
  return [...new Map(kept.map(({ value, holder }) => [String(value), { value, holder }])).values()]
}

function valueFor(field: Field, ability: Ability, { path, value }: Leaf): unknown {
  const name = path.at(-1) ?? ''
  if (field.role === 'email') return isAddressName(name) && typeof value === 'string' && value.includes('@') ? value : undefined
  if (name === field.name && name !== 'id') return idValue(field, String(value))
  if (name !== 'id') return undefined
  const owner = path.at(-2)
  const noun = owner === undefined ? [] : nounOfId(wordsOfName(owner)).map(stem)
  const isAbout = field.noun.every((word) => ability.nouns.has(word)) && (owner === undefined || path.length <= 2)
  return isAbout || noun.join() === field.noun.join() ? idValue(field, String(value)) : undefined
}

/** Whether a thing names what was searched for: the same text, or a name with all its words. */
function holds(holder: JsonObject, term: string): boolean {
  const wanted = term.toLowerCase()
  const parts = wordsOf(term)
  return Object.values(holder).some((value) => {
    if (typeof value !== 'string') return false
    if (value.toLowerCase() === wanted) return true
    const words = wordsOf(value.slice(0, 200))
    return parts.length > 0 && parts.every((part) => words.some((word) => nearlySame(word, part)))
  })
}

/** How a person would tell the options apart. */
export function describeOption({ value, holder }: Option): string {
  const name = nameIn(holder)
  const address = Object.entries(holder).find(([key, member]) => isAddressName(key) && typeof member === 'string')?.[1]
  const parts = [name, typeof address === 'string' ? address : null].filter((part) => part !== null && part !== String(value))
  return parts.length === 0 ? String(value) : `${parts.join(', ')} (${String(value)})`
}

/** The name in an object: `name`, `full_name`, first and last name. */
export function nameIn(holder: JsonObject): string | null {
  for (const [key, value] of Object.entries(holder)) {
    const words = wordsOfName(key)
    if (typeof value === 'string' && value !== '' && words.at(-1) === 'name' && !words.includes('first') && !words.includes('user')) {
      const first = Object.entries(holder).find(([other]) => wordsOfName(other).join(' ') === 'first name')?.[1]
      return words.includes('last') && typeof first === 'string' ? `${first} ${value}` : value
    }
  }
  const first = holder.firstName ?? holder.first_name
  return typeof first === 'string' && first !== '' ? first : null
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

/** The option that an answer means: "the second", "2", "the last one", or by a word that only one of them has. */
export function chooseOption(options: readonly Option[], answer: string): Option | null {
  const words = wordsOf(answer)
  const place = ordinals.findIndex(
    (ordinal, index) => words.includes(ordinal) || words.includes(`${index + 1}${['st', 'nd', 'rd'][index] ?? 'th'}`),
  )
  if (place !== -1) return options[place] ?? null
  if (words.includes('last')) return options.at(-1) ?? null
  const named = options.filter((option) =>
    words.some((word) => word.length > 1 && (String(option.value).toLowerCase() === word || isOwnWord(options, option, word))),
  )
  if (named.length === 1) return named[0] ?? null
  const number = words.find((word) => /^\d{1,2}$/.test(word))
  return number === undefined ? null : (options[Number(number) - 1] ?? null)
}

function isOwnWord(options: readonly Option[], own: Option, word: string): boolean {
  const has = (option: Option) => wordsOf(describeOption(option)).includes(word)
  return word.length > 2 && has(own) && options.filter(has).length === 1
}
