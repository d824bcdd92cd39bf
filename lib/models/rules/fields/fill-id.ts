import type { Mention } from '../mentions/mention.ts'
import { fitsPattern } from '../schema.ts'
import { wordsAfter, wordsBefore } from '../text-view.ts'
import { contentStems, nearlySame, wordsOfName } from '../words.ts'
import { type Field, hintsOf } from './field.ts'
import { claim, type FillState, freeMentions } from './fill-state.ts'

const numbering = new Set(['no', 'nr', 'number', 'num', 'id', 'code', 'the', 'with', '#'])
const counting = new Set(['top', 'last', 'first', 'latest', 'next', 'newest', 'recent', 'oldest'])

/** Fills ids from numbers and codes: by the noun before them, the field's pattern, or because nothing else could be meant. */
export function fillIds(state: FillState): void {
  const fields = state.ability.fields.filter((field) => field.role === 'id' && !state.values.has(field))
  const options = fields.flatMap((field) => candidatesFor(state, field).map((option) => ({ field, ...option })))
  options.sort((left, right) => right.score - left.score)
  for (const { field, mention, value, score } of options) {
    if (state.values.has(field) || state.claimed.has(mention)) continue
    if (score < (field.required ? 0.5 : 2)) continue
    claim(state, field, value, mention, mention)
  }
}

function candidatesFor(state: FillState, field: Field): { mention: Mention; value: unknown; score: number }[] {
  return freeMentions(state, 'number', 'code', 'quoted').flatMap((mention) => {
    const value = idValue(field, mention.value)
    return value === undefined ? [] : [{ mention, value, score: scoreOf(state, field, mention) }]
  })
}

/** The text as a value of the field; undefined where it can't be one. */
export function idValue(field: Field, text: string): unknown {
  if (field.type === 'integer' || field.type === 'number') return /^\d{1,15}$/.test(text) ? Number(text) : undefined
  const given = text.trim()
  if (field.schema.format === 'uuid' && !/^[0-9a-f-]{36}$/i.test(given)) return undefined
  for (const form of [given, given.toUpperCase()]) if (fitsPattern(form, field.schema.pattern) && /^\S{1,64}$/.test(form)) return form
  return undefined
}

function scoreOf(state: FillState, field: Field, mention: Mention): number {
  const nouns = field.noun.length > 0 ? field.noun : [...state.ability.nouns]
  const before = wordsBefore(state.view, mention.start, 4)
    .filter((word) => state.view.text.slice(word.end, mention.start).length < 30)
    .filter((word) => !numbering.has(word.stem))
  const nearest = before[0]?.stem ?? ''
  const after = wordsAfter(state.view, mention.end, 1)[0]?.stem ?? ''
  const isNoun = (word: string) => nouns.some((noun) => nearlySame(noun, word))
  let score = mention.kind === 'quoted' ? -1 : 0.5
  if (isNoun(nearest)) score += 4
  else if (state.idNouns.has(nearest)) score -= 4
  else if (nearest !== '' && (hintsOf(field).has(nearest) || contentStems(state.ability.description).includes(nearest))) score += 1.5
  else if (before.slice(1, 3).some((word) => isNoun(word.stem))) score += 1
  if (typeof field.schema.pattern === 'string' && mention.kind === 'code') score += 2
  if (mention.kind !== 'quoted' && mention.kind !== 'email' && 'marked' in mention && mention.marked) score += 1
  if (counting.has(nearest)) score -= 5
  // "show me 10 things": so many, not the tenth.
  if (mention.kind === 'number' && !mention.marked && !isNoun(nearest) && isNoun(after)) score -= 3
  // "12 litres", "4 people": a number of something that another field counts.
  const counts = state.ability.fields.some((other) => (other.role === 'number' || other.role === 'most') && hintsOf(other).has(after))
  if (mention.kind === 'number' && (counts || /[.]/.test(mention.value))) score -= 4
  if (mention.start >= state.view.speechStart) score -= 0.4
  if (isLabelOf(state.ability.fields, field, nearest)) score -= 4
  return score
}

/** Whether the word names another field of the operation. */
function isLabelOf(fields: readonly Field[], own: Field, word: string): boolean {
  return fields.some((other) => other !== own && other.role !== 'id' && wordsOfName(other.name).includes(word) && !own.words.includes(word))
}
