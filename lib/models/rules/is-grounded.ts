import type { Ability } from './ability.ts'
import type { Request } from './clauses.ts'
import { fitsExample } from './fits-example.ts'
import { stripFillers } from './lead.ts'
import { isTelling } from './letter.ts'
import { intentsOfAbility, isCode, isLabelled, type Ranked } from './rank-operations.ts'
import { overlaps, type TextView, type Word } from './text-view.ts'
import { intentsOfClause, isPlainTelling } from './verbs.ts'
import { isStopWord, nearlySame, stem, wordsOf } from './words.ts'

/** Words that say nothing of what is meant. */
const idle = new Set(
  'what which who whose where when why how many much know anything everything something anyone everyone somebody new newest old recent latest last first next current currently still yet already again day days week weeks month months year years today yesterday tomorrow came come thing things one ones lot lots like let got get number numbers address name money good really maybe else detail details way time people actually instead rather sorry mean meant yes no right person whole full'.split(
    ' ',
  ),
)

/** Whether a word says nothing of what is meant, whatever the operation. */
export function isIdleWord(word: string): boolean {
  return idle.has(word)
}

const searching = /^(?:search|find|look)$/iu

/**
 * Whether a request really means an operation that ranks first: it says what to do and with what, in words that the operation itself
 * uses, or it is built like one of its examples. Otherwise nothing that is offered does what is asked.
 */
export function isGrounded({ ability, filled }: Pick<Ranked, 'ability' | 'filled'>, request: Request, view: TextView): boolean {
  if (fitsExample(ability, view.form)) return true
  const words = tellingWords(view, request.lead)
  const asked = inClauseOf(request.lead, words, view)
  const searched = new Set(
    [...filled.values].flatMap(([field, value]) => (field.role === 'query' && !field.required ? wordsOf(String(value)) : [])),
  )
  const told = asked.filter((word) => ability.told.has(word.stem) || searched.has(word.text.toLowerCase()))
  const share = asked.length === 0 ? 1 : told.length / asked.length
  const things = [...ability.nouns, ...ability.fields.flatMap((field) => (field.role === 'id' ? field.noun : field.words))]
  const named = words.filter((word) => things.some((thing) => nearlySame(thing, word.stem))).length
  return saysWhat(ability, request, { share, named }) && (named > 0 || isOfIt({ ability, filled }, request, { words: asked, share }))
}

/** The words that say something, verb, figures, addresses and what is reported left out. */
function tellingWords(view: TextView, lead: string | null): Word[] {
  const place = lead === null ? -1 : view.words.findIndex((word) => word.text.toLowerCase() === lead)
  return view.words.filter(
    (word, index) =>
      index !== place &&
      word.start < view.speechStart &&
      !isStopWord(word.text.toLowerCase()) &&
      !idle.has(word.text.toLowerCase().replace(/['’]s$/u, '')) &&
      !view.mentions.some((mention) => overlaps(mention, word)),
  )
}

/** The words between the stops around the verb: what is said beside an order explains it. */
function inClauseOf(lead: string | null, words: readonly Word[], view: TextView): readonly Word[] {
  const verb = lead === null ? undefined : view.words.find((word) => word.text.toLowerCase() === lead)
  const clause = verb === undefined ? undefined : view.segments.find((segment) => overlaps(segment, verb))
  return clause === undefined ? words : words.filter((word) => overlaps(word, clause))
}

/** Whether the request says to do what the operation does. */
function saysWhat(ability: Ability, request: Request, { share, named }: { share: number; named: number }): boolean {
  const intents = intentsOfClause(stripFillers(request.core), request.lead)
  const isNamed = request.lead !== null && ability.verbs.has(stem(request.lead))
  if (isNamed || isLabelled(ability, request)) return true
  if (ability.effect === 'read') return request.question || intents.has('read') || (request.lead === null && share >= 0.6)
  const own = intentsOfAbility(ability)
  if ([...intents].some((intent) => own.has(intent))) return true
  return intents.size > 0 && named >= 2 && share >= 0.6
}

/** Whether the thing is meant although no noun of the operation says so. */
function isOfIt(
  { ability, filled }: Pick<Ranked, 'ability' | 'filled'>,
  { lead, core }: Request,
  { words, share }: { words: readonly Word[]; share: number },
): boolean {
  const isNamed = lead !== null && ability.verbs.has(stem(lead))
  if (words.some((word) => ability.told.has(word.stem)) && share >= 0.5) return true
  if (isNamed && (words.length === 0 || filled.missing.length === 0)) return true
  const roles = new Set([...filled.values.keys()].map(({ role }) => role))
  if (isTelling(ability) && lead !== null && (isPlainTelling(lead) || /\b(?:know|to|them|him|her)\b/iu.test(core))) return true
  if (isNamed && roles.has('query') && searching.test(lead)) return true
  if (lead !== null && /\b(?:it|them|this|that)\b/iu.test(core) && share >= 0.5) return true
  if ([...filled.values].some(([field, value]) => isCode(field, value))) return true
  return roles.has('email') || roles.has('phone') || (ability.effect !== 'read' && (roles.has('money') || roles.has('amount')))
}
