import type { Mention } from '../mentions/mention.ts'
import { wordsAfter, wordsBefore } from '../text-view.ts'
import { type Field, hintsOf } from './field.ts'
import { claim, type FillState, freeMentions } from './fill-state.ts'

type NumberMention = Extract<Mention, { kind: 'number' }>

const counting = new Set(['top', 'last', 'first', 'latest', 'newest', 'recent', 'most', 'only', 'me', 'show', 'list', 'give', 'next'])

/** Fills counts ("top 5") and numbers with a unit or a name ("12 litres", "size 4"). */
export function fillNumbers(state: FillState): void {
  const open = state.ability.fields.filter((field) => !state.values.has(field))
  for (const field of open) {
    if (field.role === 'number')
      take(
        state,
        field,
        freeMentions(state, 'number').find((mention) => isAbout(state, field, mention)),
      )
    if (field.role === 'most')
      take(
        state,
        field,
        freeMentions(state, 'number').find((mention) => isCount(state, mention)),
      )
  }
  const needed = open.filter((field) => field.role === 'number' && field.required && !state.values.has(field))
  const left = freeMentions(state, 'number').filter((mention) => !mention.marked && mention.start < state.view.speechStart)
  if (needed.length === 1 && left.length === 1 && needed[0] !== undefined) take(state, needed[0], left[0])
}

function take(state: FillState, field: Field, mention: NumberMention | undefined): void {
  if (mention === undefined || state.values.has(field)) return
  const value = Number(mention.value)
  if (!Number.isFinite(value) || (field.type === 'integer' && !Number.isInteger(value))) return
  claim(state, field, value, mention, mention)
}

function isAbout(state: FillState, field: Field, mention: NumberMention): boolean {
  const hints = hintsOf(field)
  const after = wordsAfter(state.view, mention.end, 2).map((word) => word.stem)
  const before = wordsBefore(state.view, mention.start, 3).map((word) => word.stem)
  return (
    (after[0] !== undefined && after[0].length > 1 && hints.has(after[0])) ||
    before.some((word) => field.words.includes(word) && word.length > 2)
  )
}

function isCount(state: FillState, mention: NumberMention): boolean {
  if (mention.marked || !/^\d{1,4}$/.test(mention.value)) return false
  const before = wordsBefore(state.view, mention.start, 1)[0]?.stem ?? ''
  const after = wordsAfter(state.view, mention.end, 2)
  return counting.has(before) || after.some((word) => state.ability.nouns.has(word.stem))
}
