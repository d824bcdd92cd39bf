import { isJsonObject } from '#lib/core/index.ts'
import { listOf, propertiesOf, resolveSchema, type SchemaNode, typeOf } from '../schema.ts'
import { stem, wordsOf, wordsOfName } from '../words.ts'

/** What a field is for, which decides how it is looked for in a text. */
export type Role =
  | 'id'
  | 'money'
  | 'amount'
  | 'currency'
  | 'email'
  | 'phone'
  | 'date'
  | 'moment'
  | 'enum'
  | 'boolean'
  | 'most'
  | 'number'
  | 'person'
  | 'subject'
  | 'body'
  | 'reason'
  | 'query'
  | 'list'
  | 'text'
  | 'other'

/** One value that an operation takes. */
export interface Field {
  /** Where it stands in the input. */
  path: readonly string[]
  /** Its own name. */
  name: string
  /** Stems of the words of its name. */
  words: readonly string[]
  /** Stems of the words that an id is an id of: `fooId` gives foo. */
  noun: readonly string[]
  role: Role
  type: string
  /** Required, and so is everything that it stands in. */
  required: boolean
  /** In an amount that is counted in the smallest unit: cents. */
  minor: boolean
  choices: readonly string[]
  description: string
  schema: SchemaNode
}

const idEndings = new Set(['id', 'no', 'number', 'nr', 'code', 'key', 'ref', 'reference', 'uuid', 'num', 'slug', 'identifier'])
const moneyWords = new Set(['amount', 'price', 'total', 'cost', 'cents', 'sum', 'value', 'charge', 'money', 'limit', 'balance'])
const mostWords = new Set(['limit', 'top', 'max', 'count', 'size', 'first', 'take', 'per', 'maximum'])
const reasonWords = new Set(['reason', 'cause', 'why', 'justification', 'comment', 'explanation', 'grounds'])
const subjectWords = new Set(['subject', 'title', 'headline', 'topic', 'summary', 'heading', 'caption'])
const bodyWords = new Set(['body', 'text', 'message', 'content', 'description', 'note', 'details', 'detail', 'notes'])
const queryWords = new Set(['query', 'q', 'search', 'keyword', 'keywords', 'term', 'filter'])
const recipientWords = new Set(['to', 'recipient', 'receiver', 'addressee'])

/** What an id of this name is an id of. `id` alone says nothing. */
export function nounOfId(words: readonly string[]): readonly string[] {
  return (idEndings.has(words.at(-1) ?? '') ? words.slice(0, -1) : words).map(stem)
}

/** A field for one schema; `siblings` are the names beside it. */
export function readField(
  path: readonly string[],
  given: SchemaNode,
  { required, siblings }: { required: boolean; siblings: readonly string[] },
): Field {
  const name = path.at(-1) ?? ''
  const words = wordsOfName(name)
  const type = typeOf(given)
  const description = typeof given.description === 'string' ? given.description.slice(0, 400) : ''
  const choices = 'const' in given && typeof given.const === 'string' ? [given.const] : listOf(given.enum).slice(0, 200)
  const role = roleOf({ name, words, type, given, description, choices, siblings })
  return {
    path,
    name,
    words: words.map(stem),
    noun: role === 'id' ? nounOfId(words) : [],
    role,
    type,
    required,
    minor: role === 'amount' && isMinor(words, type, description),
    choices,
    description,
    schema: given,
  }
}

function isMinor(words: readonly string[], type: string, description: string): boolean {
  if (type !== 'integer') return false
  return (
    words.some((word) => /^(?:cents?|minor|pence|pennies)$/.test(word)) || /\b(?:cents|minor units?|smallest unit)\b/i.test(description)
  )
}

interface Told {
  name: string
  words: readonly string[]
  type: string
  given: SchemaNode
  description: string
  choices: readonly string[]
  siblings: readonly string[]
}

function roleOf(told: Told): Role {
  const { words, type, given, choices, siblings, name } = told
  const has = (set: ReadonlySet<string>) => words.some((word) => set.has(word))
  const last = words.at(-1) ?? ''
  const format = typeof given.format === 'string' ? given.format : ''
  if (type === 'object') return isMoneyShape(given) ? 'money' : 'other'
  if (type === 'array') return isJsonObject(given.items) && typeOf(given.items) === 'string' ? 'list' : 'other'
  if (type === 'boolean') return 'boolean'
  if (words.includes('currency') && type === 'string') return 'currency'
  if (choices.length > 0) return 'enum'
  if (
    format === 'email' ||
    words.includes('email') ||
    (recipientWords.has(name.toLowerCase()) && type === 'string' && !words.includes('name'))
  )
    return 'email'
  if (format === 'date') return 'date'
  if (format === 'date-time') return 'moment'
  if (words.some((word) => /^(?:phone|telephone|mobile|tel|fax)$/.test(word))) return 'phone'
  if (type === 'integer' || type === 'number') return numberRole(told, has, last)
  if (format === 'uuid' || isIdName(words, last)) return 'id'
  if (siblings.some((other) => wordsOfName(other).includes('currency')) && has(moneyWords)) return 'amount'
  if (has(queryWords)) return 'query'
  if (has(reasonWords)) return 'reason'
  if (has(subjectWords)) return 'subject'
  if (has(bodyWords)) return 'body'
  if (last === 'name' && !words.some((word) => /^(?:file|user|host|domain)$/.test(word))) return 'person'
  if (/^(?:date|day|on|at|until|by|from|since)$/.test(last) && /\b(?:date|day|ISO 8601)\b/i.test(told.description)) return 'date'
  return 'text'
}

function numberRole(told: Told, has: (set: ReadonlySet<string>) => boolean, last: string): Role {
  const { words, type, siblings } = told
  if (siblings.some((other) => wordsOfName(other).includes('currency')) && has(moneyWords)) return 'amount'
  if (type === 'integer' && isIdName(words, last)) return 'id'
  if (words.includes('cents') || words.includes('price') || words[0] === 'amount') return 'amount'
  if (type === 'integer' && has(mostWords) && (words.length === 1 || /^(?:per|max|page|limit)$/.test(words[0] ?? ''))) return 'most'
  return 'number'
}

function isIdName(words: readonly string[], last: string): boolean {
  if (last === 'number' && words.length === 1) return true
  return idEndings.has(last) && !words.some((word) => /^(?:phone|postal|zip|post|country|language)$/.test(word))
}

/** An object of an amount and a currency. */
export function isMoneyShape(given: SchemaNode): boolean {
  const names = Object.keys(propertiesOf(given))
  return names.length <= 3 && names.includes('currency') && names.some((name) => name === 'amount' || name === 'value')
}

/** Whether a field takes the address of the person who is written to. */
export function isRecipient(field: Field): boolean {
  return field.role === 'email' && recipientWords.has(wordsOfName(field.name)[0] ?? '')
}

/** The words by which a person would call a field. */
export function labelOf(field: Field): string {
  const words = wordsOfName(field.name)
  if (field.role === 'money' || field.role === 'amount') return 'amount'
  const shown = field.role === 'id' && words.length > 1 && words.at(-1) === 'id' ? [...words.slice(0, -1), 'number'] : words
  if (isRecipient(field)) return 'e-mail address of the recipient'
  return shown.map((word) => (word === 'email' ? 'e-mail address' : word === 'id' ? 'number' : word)).join(' ')
}

/** Stems of name and description, for telling which field a word is about. */
export function hintsOf(field: Field): Set<string> {
  return new Set([...field.words, ...wordsOf(field.description).map(stem)])
}

/** The resolved schema of a member of an object schema. */
export function memberOf(node: SchemaNode, name: string, root: SchemaNode): SchemaNode {
  const properties = propertiesOf(node)
  return Object.hasOwn(properties, name) && isJsonObject(properties[name]) ? resolveSchema(properties[name], root) : {}
}
