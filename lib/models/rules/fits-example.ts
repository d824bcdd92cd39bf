import type { Field } from './fields/field.ts'
import { stripFillers } from './lead.ts'
import type { Mention } from './mentions/mention.ts'
import { wordsOf } from './words.ts'

/** An example cut up: the words before its first place, the name of that place, the words behind its last. */
export interface ExampleForm {
  head: readonly string[]
  place: string
  tail: readonly string[]
}

interface Exemplified {
  forms: readonly ExampleForm[]
  fields: readonly Field[]
}

export function formOf(example: string): ExampleForm {
  const first = example.indexOf('{')
  if (first === -1) return { head: wordsOf(example), place: '', tail: [] }
  const [, place = ''] = /\{([^{}]{1,60})\}/u.exec(example) ?? []
  return { head: wordsOf(example.slice(0, first)), place, tail: wordsOf(example.slice(example.lastIndexOf('}') + 1)) }
}

const free = new Set(['query', 'person', 'text', 'subject', 'other'])
const passing = new Set('still just already currently now please really ever also yet'.split(' '))

/** The words of a text as an example would have them: what is named left out, and small words that change nothing. */
export function formWords({ text, mentions }: { text: string; mentions: readonly Mention[] }): string[] {
  let rest = text.slice(0, 400)
  for (const { start, end } of mentions)
    rest = rest.slice(0, start) + ' '.repeat(Math.max(0, Math.min(end, rest.length) - start)) + rest.slice(end)
  return wordsOf(stripFillers(rest)).filter((word) => !passing.has(word))
}

/**
 * Whether a text is built like one of an operation's own examples: its first words are those before the example's first place, and what
 * follows that place follows here. Names, numbers and dates stand for places; other words only where the place takes any.
 */
export function fitsExample(ability: Exemplified, said: readonly string[]): boolean {
  return said.length > 0 && ability.forms.some((form) => fits(ability, form, said))
}

function fits(ability: Exemplified, { head, place, tail }: ExampleForm, said: readonly string[]): boolean {
  if (head.length < 2 || head.some((word, index) => said[index] !== word)) return false
  const rest = said.slice(head.length)
  const endsAlike = tail.every((word, index) => rest[rest.length - tail.length + index] === word)
  if (!endsAlike && head.length < 3) return false
  const between = endsAlike ? rest.slice(0, rest.length - tail.length) : rest
  if (between.length === 0) return true
  const field = ability.fields.find((one) => one.name === place)
  return field !== undefined && free.has(field.role) && between.length <= 5
}
