import type { Ability } from '../ability.ts'
import { type Field, nounOfId } from '../fields/field.ts'
import { idValue } from '../fields/fill-id.ts'
import { inputOf } from '../fill-input.ts'
import { wordsOfName } from '../words.ts'

/** A value that this conversation has named: what it is called where it stood, and what it is an id of. */
export interface Known {
  name: string
  noun: readonly string[]
  /** The noun as people read it. */
  label: string
  value: string | number
}

/** The ids and addresses in an input that was filled. */
export function knownFrom(values: ReadonlyMap<Field, unknown>): Known[] {
  return [...values].flatMap(([field, value]) =>
    (field.role === 'id' || field.role === 'email') && (typeof value === 'string' || typeof value === 'number')
      ? [{ name: field.name, noun: field.noun, label: labelOfId(field.name), value }]
      : [],
  )
}

/** The ids in a call's input, by the names that they have there. */
export function knownFromInput(ability: Ability | undefined, input: Readonly<Record<string, unknown>>): Known[] {
  return Object.entries(input).flatMap(([name, value]) => {
    if (name.startsWith('_') || (typeof value !== 'string' && typeof value !== 'number')) return []
    const field = ability?.fields.find((one) => one.name === name)
    if (field !== undefined && field.role !== 'id' && field.role !== 'email') return []
    return [{ name, noun: field?.noun ?? nounOfId(wordsOfName(name)), label: labelOfId(name), value }]
  })
}

/** The value for a field among what is known: of the same name, or an id of the same thing. The latest wins. */
export function knownValue(field: Field, known: readonly Known[]): unknown {
  for (const one of known.toReversed()) {
    if (field.role !== 'id' || !isSameThing(field, one)) continue
    const value = idValue(field, String(one.value))
    if (value !== undefined) return value
  }
  return undefined
}

function isSameThing(field: Field, known: Known): boolean {
  if (known.noun.length === 0 || field.noun.length === 0) return false
  return known.name === field.name || (known.noun.at(-1) === field.noun.at(-1) && known.noun.join() === field.noun.join())
}

/** The input of a read from what is known alone, null where something that it needs is missing or nothing is given at all. */
export function inputFromKnown(ability: Ability, known: readonly Known[]): Record<string, unknown> | null {
  const values = new Map<Field, unknown>()
  for (const field of ability.fields) {
    const value = field.role === 'id' ? knownValue(field, known) : field.role === 'email' ? knownAddress(known) : undefined
    if (value !== undefined) values.set(field, value)
    else if (field.required) return null
  }
  return values.size === 0 ? null : inputOf(values)
}

/** The one e-mail address that is known; none where there are several. */
function knownAddress(known: readonly Known[]): string | undefined {
  const addresses = new Set(known.flatMap(({ value }) => (typeof value === 'string' && value.includes('@') ? [value] : [])))
  return addresses.size === 1 ? [...addresses][0] : undefined
}

function labelOfId(name: string): string {
  const words = wordsOfName(name)
  return (words.length > 1 ? words.slice(0, -1) : words).join(' ')
}
