import type { Mention } from '../mentions/mention.ts'
import { wordsBefore } from '../text-view.ts'
import { type Field, isRecipient } from './field.ts'
import { claim, type FillState, freeMentions } from './fill-state.ts'

/** Fills what a mention says by itself: e-mail addresses, phone numbers, dates, people's names. */
export function fillPlain(state: FillState): void {
  fillEach(state, ['email'], freeMentions(state, 'email'), (mention) => mention.value)
  fillEach(state, ['phone'], freeMentions(state, 'phone'), (mention) => mention.value)
  fillPeriods(state)
  fillEach(state, ['date'], freeMentions(state, 'date'), (mention) => mention.day)
  fillEach(state, ['moment'], freeMentions(state, 'date'), (mention) => mention.moment)
  fillEach(state, ['person'], freeMentions(state, 'name', 'quoted'), (mention) => mention.value)
}

const beginnings = new Set(['from', 'since', 'after', 'start', 'begin', 'newer'])
const ends = new Set(['to', 'until', 'till', 'before', 'end', 'older'])

/** A stretch of time goes into the two fields of a search that bound one, or into none. */
function fillPeriods(state: FillState): void {
  const [period] = freeMentions(state, 'period')
  if (period === undefined || state.ability.effect !== 'read') return
  const open = state.ability.fields.filter((field) => (field.role === 'date' || field.role === 'moment') && !state.values.has(field))
  const from = open.find((field) => field.words.some((word) => beginnings.has(word)))
  const to = open.find((field) => field.words.some((word) => ends.has(word)))
  const lastDay = new Date(Date.parse(period.to) - 1).toISOString()
  if (from !== undefined) claim(state, from, from.role === 'date' ? period.from.slice(0, 10) : period.from, period, period)
  if (to !== undefined) claim(state, to, to.role === 'date' ? lastDay.slice(0, 10) : period.to, period, period)
}

/** Pairs fields and mentions: those whose words stand near each other first, then in order, needed ones before the rest. */
function fillEach<M extends Mention>(
  state: FillState,
  roles: readonly string[],
  mentions: readonly M[],
  read: (mention: M) => string,
): void {
  const fields = state.ability.fields.filter((field) => roles.includes(field.role) && !state.values.has(field))
  const sorted = fields.sort((left, right) => Number(right.required || isRecipient(right)) - Number(left.required || isRecipient(left)))
  for (const mention of mentions) {
    const isReported = mention.start >= state.view.speechStart
    const open = sorted.filter((field) => !state.values.has(field) && (field.required || !isReported || mention.kind === 'email'))
    const field = open.find((one) => isLabelled(state, one, mention)) ?? open[0]
    if (field === undefined || (needsLabel(state, field, mention) && !isLabelled(state, field, mention))) continue
    claim(state, field, read(mention), mention, mention)
  }
}

/** What may only say which thing is meant must not change that thing: "the owner of ada@example.test" sets no address. */
function needsLabel(state: FillState, field: Field, mention: Mention): boolean {
  if (mention.kind === 'quoted') return true
  if (field.required || state.ability.effect === 'read') return false
  const isNaming =
    field.role === 'person' || state.ability.fields.some((one) => one.role === 'id' && one.required && !state.values.has(one))
  if (field.role === 'person') return isNaming
  return isNaming && field.role === 'email' && wordsBefore(state.view, mention.start, 1)[0]?.stem !== 'to'
}

function isLabelled(state: FillState, field: Field, mention: Mention): boolean {
  const near = [...wordsBefore(state.view, mention.start, 3), ...wordsBefore(state.view, mention.end, 1)].map((word) => word.stem)
  const inside = wordsBefore(state.view, mention.end, 6)
    .filter((word) => word.start >= mention.start)
    .map((word) => word.stem)
  return field.words.some((word) => word !== 'email' && word !== 'name' && (near.includes(word) || inside.includes(word)))
}
