import type { Ability } from './ability.ts'
import type { Catalogue } from './catalogue.ts'
import { chooseOperation } from './choose-operation.ts'
import type { Request } from './clauses.ts'
import type { Call } from './conversation.ts'
import { type Field, isRecipient } from './fields/field.ts'
import { changesNothing, fillInput } from './fill-input.ts'
import { composeLetter, isTelling, toSecondPerson } from './letter.ts'
import type { Read } from './lookup/find-read.ts'
import { type Known, knownFrom, knownFromInput, knownValue } from './lookup/known.ts'
import { lookUp, type Sought } from './lookup/look-up.ts'
import { nameIn, type Option } from './lookup/pick-value.ts'
import { leavesOf } from './lookup/walk-result.ts'
import { asksForAll, findWholeAmount } from './lookup/whole-amount.ts'
import { mergeAnswers } from './merge-answers.ts'
import type { Setting } from './setting.ts'
import { type TextView, viewText } from './text-view.ts'
import { capitalise, shorten } from './words.ts'

/** A request with the operation that it means and what is known of its input. */
export interface Resolved {
  request: Request
  /** Null: nothing that was offered fits. */
  ability: Ability | null
  values: ReadonlyMap<Field, unknown>
  /** Reads to make before more can be said. */
  reads: readonly Read[]
  missing: readonly Field[]
  /** Several things fit a field: which is meant has to be asked. */
  choice: { field: Field; options: readonly Option[] } | null
  /** What was looked for and not there. */
  notFound: readonly { field: Field; searched: readonly string[] }[]
  /** It changes something, but nothing was said of what. */
  nothingToChange: boolean
  problems: readonly string[]
  /** What was put in although nobody said it, in words. */
  notes: readonly string[]
  /** The text names a person, an address or a title, by which something could be looked up. */
  namesSomebody: boolean
  /** Ids were taken over from the request before it: both are one matter. */
  inherits: boolean
}

/** Resolves the requests of a turn, each leaning on what those that stand before it in the text have named. */
export function resolveRequests(requests: readonly Request[], setting: Setting): Resolved[] {
  const here: Known[] = []
  const reasons: string[] = []
  const resolved = new Map<Request, Resolved>()
  for (const request of requests.toSorted((left, right) => left.place - right.place)) {
    const one = resolveRequest(request, setting, here, reasons)
    resolved.set(request, one)
    here.push(...knownFrom(one.values))
    for (const [field, value] of one.values) if (field.role === 'reason' && typeof value === 'string') reasons.push(value)
  }
  return requests.flatMap((request) => resolved.get(request) ?? [])
}

const refers = /\b(?:it|its|that|this|them|they|him|her|his|their|same|again|the|all|everything|fully|completely)\b/iu

function resolveRequest(request: Request, setting: Setting, here: readonly Known[], reasons: readonly string[]): Resolved {
  const { catalogue, now } = setting
  const view = viewText(request.text, now)
  const past = refers.test(request.text) ? knownBefore(setting) : []
  const best = chooseOperation(catalogue, request, view, [...past, ...here])
  const none = {
    request,
    values: new Map(),
    reads: [],
    missing: [],
    choice: null,
    notFound: [],
    nothingToChange: false,
    problems: [],
    notes: [],
    namesSomebody: false,
    inherits: false,
  }
  if (best === null) return { ...none, ability: null }
  const { ability, filled } = best
  const merged = mergeAnswers(ability, filled, request, { idNouns: catalogue.idNouns, now })
  const values = new Map(merged.values)
  const known = [...past, ...knownFromResults(setting), ...here]
  let inherits = false
  for (const field of ability.fields) {
    if (values.has(field) || !field.required) continue
    const value = field.role === 'id' ? knownValue(field, known) : field.role === 'reason' ? reasons.at(-1) : undefined
    if (value === undefined) continue
    values.set(field, value)
    inherits ||= field.role === 'reason' || knownValue(field, here) !== undefined
  }
  const whole = viewText([request.text, ...request.answers].join('. '), now)
  const byName = fieldForName(ability, values, view, catalogue)
  const sought = lookUp(
    ability.fields.filter((field) => (field.required || field === byName) && !values.has(field)),
    {
      setting,
      view: whole,
      known: [...known, ...knownFrom(values)],
      answers: request.answers,
      own: ability.fields,
    },
  )
  for (const [field, option] of sought.found) values.set(field, option.value)
  const all = findAll(ability, values, request, setting)
  for (const [field, value] of all.values) values.set(field, value)
  finishLetter(ability, values, {
    derived: merged.derived,
    view: whole,
    known: [...here, ...knownFrom(values)],
    setting,
    found: sought.found,
  })
  return {
    request,
    ability,
    values,
    reads: [...sought.reads, ...all.reads],
    missing: ability.fields.filter((field) => field.required && !values.has(field)),
    choice: sought.choice,
    notFound: sought.notFound,
    nothingToChange: changesNothing(ability, values),
    problems: merged.problems,
    notes:
      byName === null || values.has(byName) || sought.reads.length > 0 || sought.choice !== null
        ? all.notes
        : [...all.notes, leftOut(sought, view)],
    namesSomebody: whole.mentions.some(({ kind }) => kind === 'email' || kind === 'name'),
    inherits,
  }
}

/** The filter of a search by which those of a person who is named can be found: an id or an address that another read tells. */
function fieldForName(ability: Ability, values: ReadonlyMap<Field, unknown>, view: TextView, { searches }: Catalogue): Field | null {
  const isFiltered = [...values.keys()].some(({ role }) => role === 'id' || role === 'email' || role === 'person' || role === 'query')
  const isNamed = view.mentions.some(({ kind, start }) => kind === 'name' && start < view.speechStart)
  if (ability.effect !== 'read' || isFiltered || !isNamed) return null
  const open = ability.fields.filter((field) => !field.required)
  return open.find(({ role }) => role === 'email') ?? open.find((field) => searches.get(field)?.has('name')) ?? null
}

function leftOut({ notFound }: Sought, { mentions }: TextView): string {
  const names = notFound.flatMap(({ searched }) => searched)
  const said = names.length > 0 ? names : mentions.flatMap((mention) => (mention.kind === 'name' ? [mention.value] : []))
  return `I could not filter by ${[...new Set(said)].map((name) => `“${name}”`).join(', ')}, so these are all.`
}

/** An amount that was not said but asked for as "all of it" or "the rest". */
function findAll(
  ability: Ability,
  values: ReadonlyMap<Field, unknown>,
  request: Request,
  setting: Setting,
): { values: ReadonlyMap<Field, unknown>; reads: Read[]; notes: string[] } {
  const none = { values: new Map(), reads: [], notes: [] }
  const said = [request.core, ...request.answers]
  const field = ability.fields.find(({ role, required }) => required && (role === 'money' || role === 'amount'))
  if (field === undefined || values.has(field) || ability.effect === 'read' || !asksForAll(said)) return none
  const found = findWholeAmount(ability, field, { known: knownFrom(values), said, setting })
  if (found === null) return none
  return 'read' in found ? { ...none, reads: [found.read] } : { values: found.values, reads: [], notes: [found.note] }
}

/** Ids that earlier turns named in what they asked for. */
function knownBefore({ catalogue, turns }: Setting): Known[] {
  return turns.slice(0, -1).flatMap((turn) => turn.calls.flatMap((call) => knownFromInput(abilityOf(catalogue, call), call.input)))
}

/** Ids that the reads of this turn brought, where they are the only ones of their name. */
function knownFromResults({ catalogue, turns }: Setting): Known[] {
  return (turns.at(-1)?.calls ?? []).flatMap((call) => {
    if (call.outcome?.status !== 'succeeded' || abilityOf(catalogue, call)?.effect !== 'read') return []
    const byName = new Map<string, Set<string | number>>()
    for (const { path, value } of leavesOf(call.outcome.result)) {
      const name = path.at(-1) ?? ''
      byName.set(name, (byName.get(name) ?? new Set()).add(value))
    }
    const input = Object.fromEntries(
      [...byName].flatMap(([name, all]) => (all.size === 1 && /(?:id|no|number|code|ref)$/i.test(name) ? [[name, [...all][0]]] : [])),
    )
    return knownFromInput(undefined, input as Record<string, unknown>)
  })
}

export function abilityOf(catalogue: Catalogue, call: Call): Ability | undefined {
  return catalogue.abilities.find((ability) => ability.toolName === call.toolName)
}

interface Letter {
  derived: ReadonlySet<Field>
  view: TextView
  known: readonly Known[]
  setting: Setting
  found: ReadonlyMap<Field, Option>
}

/** What is said to a person becomes a letter: a greeting, plain words, a subject that names the matter. Quoted words stay as they are. */
function finishLetter(ability: Ability, values: Map<Field, unknown>, letter: Letter): void {
  const body = ability.fields.find((field) => field.role === 'body')
  if (!isTelling(ability) || body === undefined) return
  const said = values.get(body)
  if (typeof said !== 'string') return
  const recipient = ability.fields.find((field) => isRecipient(field) || field.role === 'email')
  const isQuoted = letter.view.mentions.some((mention) => mention.kind === 'quoted' && mention.value === said)
  const matter = letter.known.find((one) => one.noun.length > 0)
  const named = matter === undefined ? null : `${matter.label} ${matter.value}`
  const name = recipient === undefined ? null : recipientName(recipient, values.get(recipient), letter)
  if (!isQuoted) values.set(body, composeLetter(said, { name, matter: named }))
  const subject = ability.fields.find((field) => field.role === 'subject' && letter.derived.has(field))
  if (subject === undefined) return
  const most = typeof subject.schema.maxLength === 'number' ? subject.schema.maxLength : 120
  const title = named === null ? capitalise(toSecondPerson(said).split(/[.!?;\n]/u, 1)[0] ?? said) : `About ${named}`
  values.set(subject, shorten(title, Math.min(most, 78)))
}

function recipientName(field: Field, address: unknown, { found, view, setting }: Letter): string | null {
  const holder = found.get(field)?.holder
  if (holder !== undefined) return nameIn(holder)
  const mention = view.mentions.find((one) => one.kind === 'email' && one.value === address)
  const beside = view.mentions.find(
    (one) => one.kind === 'name' && mention !== undefined && one.end <= mention.start && mention.start - one.end <= 3,
  )
  if (beside !== undefined) return beside.text
  const leaf = setting.turns
    .flatMap((turn) => turn.calls.flatMap((call) => leavesOf(call.outcome?.result)))
    .find((one) => one.value === address)
  return leaf === undefined ? null : nameIn(leaf.holder)
}

/** Whether an answer says anything that an operation can use. */
export function saysSomething(ability: Ability, text: string, setting: Setting): boolean {
  return fillInput(ability, viewText(text, setting.now), { lead: null, idNouns: setting.catalogue.idNouns }).used > 0
}
