import type { Ability } from './ability.ts'
import { stripFillers } from './lead.ts'
import type { TextView } from './text-view.ts'
import { wordsOf } from './words.ts'

const free = new Set(['query', 'person', 'text', 'subject', 'other'])
const passing = new Set('still just already currently now please really ever also yet'.split(' '))

/**
 * Whether a text is built like one of an operation's own examples: its first words are those before the example's first place, and what
 * follows that place follows here. Names, numbers and dates stand for places; other words only where the place takes any.
 */
export function fitsExample(ability: Ability, view: TextView): boolean {
  if (ability.examples.length === 0) return false
  const said = wordsOf(stripFillers(withoutMentions(view)).slice(0, 300)).filter((word) => !passing.has(word))
  return said.length > 0 && ability.examples.some((example) => fits(ability, example, said))
}

function fits(ability: Ability, example: string, said: readonly string[]): boolean {
  const first = example.indexOf('{')
  const head = wordsOf(first === -1 ? example : example.slice(0, first))
  const tail = first === -1 ? [] : wordsOf(example.slice(example.lastIndexOf('}') + 1))
  if (head.length < 2 || head.some((word, index) => said[index] !== word)) return false
  const rest = said.slice(head.length)
  const endsAlike = tail.every((word, index) => rest[rest.length - tail.length + index] === word)
  if (!endsAlike && head.length < 3) return false
  const between = endsAlike ? rest.slice(0, rest.length - tail.length) : rest
  if (between.length === 0) return true
  const [, place = ''] = /\{([^{}]{1,60})\}/u.exec(example) ?? []
  const field = ability.fields.find((one) => one.name === place)
  return field !== undefined && free.has(field.role) && between.length <= 5
}

function withoutMentions({ text, mentions }: TextView): string {
  let rest = text
  for (const { start, end } of mentions) rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end)
  return rest
}
