import type { Ability } from './ability.ts'
import type { Catalogue } from './catalogue.ts'
import type { Request } from './clauses.ts'
import type { Field } from './fields/field.ts'
import { changesNothing, type Filled, fillInput } from './fill-input.ts'
import { fitsExample } from './fits-example.ts'
import { stripFillers } from './lead.ts'
import { isTelling } from './letter.ts'
import type { Mention } from './mentions/mention.ts'
import { type TextView, wordsBefore } from './text-view.ts'
import { type Intent, intentsOfClause, intentsOfVerb, isPlainTelling } from './verbs.ts'
import { contentStems, nearlySame, stem, wordsOf } from './words.ts'

export interface Ranked {
  ability: Ability
  score: number
  filled: Filled
}

const weights = {
  words: 3,
  verb: 2.2,
  readVerb: 0.6,
  intent: 1.6,
  otherIntent: -1.2,
  /** "tell", "notify": nothing but a message to a person will do. */
  tellsNobody: -2.5,
  tells: 0.8,
  noun: 1.1,
  nounAround: 0.4,
  nounOfId: 0.8,
  /** A read of several, and several are asked for. */
  plural: 0.8,
  readForQuestion: 1.5,
  effectForQuestion: -3,
  readForOrder: -2.2,
  filled: 0.5,
  missing: -0.5,
  missingToSearch: -0.2,
  missingId: -0.9,
  missingToRead: -2,
  /** Something is said or explained, and the operation takes no words. */
  unheard: -1,
  heard: 0.7,
  /** A code in the text has the very form that an id must have. */
  coded: 1,
  /** A read for which the text has all that it needs. */
  complete: 0.8,
  idle: -1.5,
  otherThing: 2,
  /** The text is built like an example of the operation. */
  example: 2,
} as const

/** How much it counts against an operation that it has no use for something the text names. */
const unusedWeights: Readonly<Record<Mention['kind'], number>> = {
  money: 2.2,
  code: 2.2,
  number: 0.7,
  email: 1.5,
  date: 0.7,
  period: 0,
  quoted: 0.4,
  phone: 1.2,
  name: 0,
}

/** The operations for a request, best first: by words (BM25), verb, nouns, and by how well the text fills their input. */
export function rankOperations(catalogue: Catalogue, request: Request, view: TextView): Ranked[] {
  const asked = view.text.slice(0, view.speechStart)
  const query = contentStems(asked).length > 0 ? asked : view.text
  const words = catalogue.search(query)
  const intents = intentsOfClause(stripFillers(request.core), request.lead)
  return catalogue.abilities
    .map((ability) => {
      const filled = fillInput(ability, view, { lead: request.lead, idNouns: catalogue.idNouns })
      const score =
        weights.words * (words.get(ability.toolName) ?? 0) +
        verbScore(ability, request, intents) +
        nounScore(ability, request, asked) +
        fitScore(catalogue, ability, filled, view) +
        (fitsExample(ability, view.form) ? weights.example : 0)
      return { ability, score, filled }
    })
    .sort((left, right) => right.score - left.score || (left.ability.toolName < right.ability.toolName ? -1 : 1))
}

function verbScore(ability: Ability, request: Request, intents: ReadonlySet<Intent>): number {
  const isRead = ability.effect === 'read'
  const asksToRead = request.question || (intents.size === 1 && intents.has('read'))
  let score = 0
  if (asksToRead) score += isRead ? weights.readForQuestion : weights.effectForQuestion
  else if (isRead && intents.size > 0 && !intents.has('read')) score += weights.readForOrder
  // "find" and "show" are one wish: which of them an operation is called by says little.
  const isNamed = request.lead !== null && ability.verbs.has(stem(request.lead))
  if (isNamed) score += asksToRead && isRead ? weights.readVerb : weights.verb
  if (isLabelled(ability, request)) return score + weights.verb
  const own = intentsOfAbility(ability)
  if (intents.size === 1 && intents.has('tell') && isTelling(ability)) score += weights.tells
  // "e-mail her" is nothing but a message to a person; "answer" may be done in other ways.
  const mustTell = request.lead !== null && isPlainTelling(request.lead) && !isNamed
  const tells = mustTell ? isTelling(ability) : ability.fields.some(({ role }) => role === 'body')
  if ([...intents].some((intent) => own.has(intent) && (intent !== 'tell' || tells))) score += weights.intent
  else if (intents.size > 0) score += intents.size === 1 && intents.has('tell') && !isNamed ? weights.tellsNobody : weights.otherIntent
  return score
}

/** "tag it x and y": the name of a list is the verb. */
export function isLabelled(ability: Ability, request: Request): boolean {
  if (ability.effect === 'read') return false
  const [first = ''] = wordsOf(stripFillers(request.core))
  return ability.fields.some((field) => field.role === 'list' && field.words.at(-1) === stem(first))
}

/** What an operation does, by its verb, and by its description where its verb is not a common one. */
export function intentsOfAbility(ability: Ability): Set<Intent> {
  if (ability.effect === 'read') return new Set(['read'])
  if (isTelling(ability)) return new Set(['tell'])
  const description = ability.description.slice(0, 200)
  if (intentsOfClause(description, null).has('repay')) return new Set(['repay'])
  const told = intentsOfVerb(wordsOf(description)[0] ?? '')
  const own = [...ability.verbs].flatMap((verb) => [...intentsOfVerb(verb)])
  return new Set([...own.filter((intent) => intent !== 'read'), ...told.filter((intent) => intent !== 'read' && intent !== 'repay')])
}

function nounScore(ability: Ability, request: Request, asked: string): number {
  const inCore = contentStems(request.core)
  const around = contentStems(asked)
  let score = 0
  for (const noun of ability.nouns) {
    if (inCore.some((word) => nearlySame(word, noun))) score += weights.noun
    else if (around.some((word) => nearlySame(word, noun))) score += weights.nounAround
  }
  const acted = ability.fields.flatMap((field) => (field.required ? field.noun : [])).filter((noun) => !ability.nouns.has(noun))
  if (acted.some((noun) => around.includes(noun))) score += weights.nounOfId
  const isOfSeveral = ability.effect === 'read' && ability.plurals.size > 0 && wordsOf(asked).some((word) => ability.plurals.has(word))
  return Math.min(score, 2 * weights.noun + 0.2) + (isOfSeveral ? weights.plural : 0)
}

function fitScore(catalogue: Catalogue, ability: Ability, filled: Filled, view: TextView): number {
  const found = [...filled.values.keys()].filter((field) => field.role !== 'query')
  const gained = Math.min(found.length, 5) * weights.filled
  const lost = filled.missing.slice(0, 4).map((field) => missingWeight(catalogue, ability, field, view))
  const hasWords = ability.fields.some(
    ({ role }) => role === 'body' || role === 'reason' || role === 'text' || role === 'query' || role === 'subject',
  )
  const heard = ability.fields.some(
    ({ role }, index) => (role === 'body' || role === 'reason') && filled.values.has(ability.fields[index] as Field),
  )
  const coded = found.some((field) => isCode(field, filled.values.get(field)))
  const spoken = view.speechStart < view.text.length ? (heard ? weights.heard : hasWords ? 0 : weights.unheard) : 0
  const idle = changesNothing(ability, filled.values) ? weights.idle : 0
  const isComplete = ability.effect === 'read' && filled.missing.length === 0 && found.some((field) => field.required)
  // Whom a message goes to may be found by the very number that it has no field for.
  const leads = isTelling(ability) && filled.missing.some(({ role }) => role === 'email')
  const unheeded = leads ? filled.unused.filter(({ kind }) => kind !== 'number' && kind !== 'code') : filled.unused
  const unused = unheeded.reduce(
    (sum, mention) => sum + (isNumbered(catalogue, view, mention) ? weights.otherThing : unusedWeights[mention.kind]),
    0,
  )
  return (
    gained +
    (coded ? weights.coded : 0) +
    (isComplete ? weights.complete : 0) +
    lost.reduce((sum, weight) => sum + weight, 0) +
    spoken +
    idle -
    unused
  )
}

/** A code of letters and digits in the very form that an id must have. */
export function isCode(field: Field, value: unknown): boolean {
  return field.role === 'id' && typeof field.schema.pattern === 'string' && /\p{L}/u.test(String(value))
}

/** "thing 57": a number that is said to be some thing's. */
function isNumbered(catalogue: Catalogue, view: TextView, mention: Mention): boolean {
  return mention.kind === 'number' && catalogue.idNouns.has(wordsBefore(view, mention.start, 1)[0]?.stem ?? '')
}

/** An id that can be looked up by what the text names is as good as there. */
function missingWeight(catalogue: Catalogue, ability: Ability, field: Field, view: TextView): number {
  if (field.role !== 'id') return weights.missing
  const searches = catalogue.searches.get(field)
  if (view.mentions.some(({ kind }) => searches?.has(kind))) return weights.missingToSearch
  return ability.effect === 'read' ? weights.missingToRead : weights.missingId
}
