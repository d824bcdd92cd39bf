import type { Ability } from '../ability.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Field } from '../fields/field.ts'
import { fillInput, inputOf } from '../fill-input.ts'
import type { TextView } from '../text-view.ts'
import { fitOf } from './fit-of.ts'
import { inputFromKnown, type Known } from './known.ts'

/** A read that can be made now, and whose answer holds what is looked for or leads to it. */
export interface Read {
  ability: Ability
  input: Record<string, unknown>
  /** Of what the text says, what it searches by: an address, a name. */
  searched: readonly string[]
}

/** What a read may be filled with to find an id or an address. */
const searchRoles = new Set(['email', 'person', 'query', 'id'])

/** Reads that bring a value for `field`, the most fitting first; at most one step away from what is known. */
export function findReads(catalogue: Catalogue, field: Field, view: TextView, known: readonly Known[], own: readonly Field[] = []): Read[] {
  const reads = catalogue.abilities.filter((ability) => ability.effect === 'read')
  const direct = reads.flatMap((ability) => {
    const fit = fitOf(ability, field)
    if (fit === 0) return []
    const made = readyInput(catalogue, ability, view, known)
    return made === null || !isHinted(field, made, view, own) ? [] : [{ ...made, fit: fit + (made.searched.length > 0 ? 1 : 0) }]
  })
  return direct.sort((left, right) => right.fit - left.fit)
}

/**
 * Whether the text points to the thing whose id is looked for: by a name or an address, or by naming the thing beside an id of
 * something else. What an operation acts on does not say what it shall be given.
 */
function isHinted(field: Field, read: Read, view: TextView, own: readonly Field[]): boolean {
  if (field.role !== 'id' || read.searched.length > 0) return true
  const acted = new Set(own.filter((one) => one.role === 'id').map((one) => one.noun.join()))
  const used = read.ability.fields.filter((one) => one.role === 'id' && Object.hasOwn(read.input, one.name))
  const isNamed = field.noun.length > 0 && field.noun.every((noun) => view.words.some((word) => word.stem === noun))
  return isNamed && used.some((one) => !acted.has(one.noun.join()))
}

/** Reads that bring an id with which another read could be made, for what is two steps away. */
export function findStepReads(catalogue: Catalogue, field: Field, view: TextView, known: readonly Known[], own: readonly Field[]): Read[] {
  const next = catalogue.abilities.filter((ability) => ability.effect === 'read' && fitOf(ability, field) > 0)
  const needed = next.flatMap((ability) => ability.fields.filter((one) => one.required && (one.role === 'id' || one.role === 'email')))
  return needed
    .flatMap((id) => findReads(catalogue, id, view, known))
    .filter((read) => isHinted(field, read, view, own))
    .filter((read) => !next.includes(read.ability))
}

function readyInput(catalogue: Catalogue, ability: Ability, view: TextView, known: readonly Known[]): Read | null {
  const filled = fillInput(ability, view, { lead: null, idNouns: catalogue.idNouns })
  const values = new Map([...filled.values].filter(([field, value]) => searchRoles.has(field.role) && isSaid(view, value, field)))
  const searched = [...values].flatMap(([field, value]) => (field.role !== 'id' && typeof value === 'string' ? [value] : []))
  const fromKnown = inputFromKnown(ability, known)
  const input = { ...fromKnown, ...inputOf(values) }
  const lacks = ability.fields.some((field) => field.required && !values.has(field) && fromKnown?.[field.name] === undefined)
  if (lacks) return null
  return Object.keys(input).length === 0 ? null : { ability, input, searched }
}

/** Searches go by names and addresses, never by what is left of a sentence. */
function isSaid(view: TextView, value: unknown, field: Field): boolean {
  if (field.role !== 'query') return true
  return view.mentions.some(
    (mention) => (mention.kind === 'name' || mention.kind === 'email' || mention.kind === 'quoted') && mention.value === value,
  )
}
