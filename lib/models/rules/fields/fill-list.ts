import { isJsonObject } from '#lib/core/index.ts'
import { fitsPattern, listOf } from '../schema.ts'
import { isStopWord, nearlySame } from '../words.ts'
import type { Field } from './field.ts'
import { claim, type FillState } from './fill-state.ts'

const separator = /\s*(?:[,;/]|\band\b|\bor\b|&)\s*|\s+/iu
const afterLabel = /^\s*(?::|=|\b(?:to|as|with|are|is|be)\b)\s*/iu
/** Behind the items: another matter begins. */
const ending = /[.!?\n]|\s(?:because|since|so that|please|then|for|from|on|of)\s/iu

/** Fills lists of words behind their name: "tags: a, b", "set the tags of it to a and b", "tag it a, b and c". */
export function fillLists(state: FillState): void {
  // What is to be added to a list or taken from it is not what the list shall be.
  if (state.lead !== null && /^(?:add|append|remove|drop|delete|take)$/iu.test(state.lead)) return
  for (const field of state.ability.fields) if (field.role === 'list' && !state.values.has(field)) fillList(state, field)
}

function fillList(state: FillState, field: Field): void {
  const { text, words } = state.view
  const label = words.find((word) => word.stem === field.words.at(-1))
  if (label === undefined) return
  const from = firstItem(state, label.end)
  const upTo = ending.exec(text.slice(from))
  const end = upTo === null ? text.length : from + upTo.index
  const items = text
    .slice(from, end)
    .split(separator)
    .map((item) => item.replace(/^["“#']|["”']$/gu, ''))
    .filter((item) => item !== '')
  const given = items.map((item) => asItem(field, item))
  const most = typeof field.schema.maxItems === 'number' ? field.schema.maxItems : 50
  if (given.length === 0 || given.length > most || given.some((item) => item === null)) return
  claim(state, field, [...new Set(given)], { start: label.start, end })
}

/** Behind the label, what it is put on ("tag thing 4 …", "the tags of it to …") and small words. */
function firstItem({ view, ability, idNouns }: FillState, place: number): number {
  let from = place
  for (const word of view.words.filter((one) => one.start >= place)) {
    const between = view.text.slice(from, word.start)
    const isCode = view.mentions.some(
      ({ kind, start, end }) => (kind === 'number' || kind === 'code') && start < word.end && word.start < end,
    )
    const isSmall = isStopWord(word.text.toLowerCase()) && !/^(?:no|not|all|any|some|new)$/iu.test(word.text)
    const isThing = [...ability.nouns, ...idNouns].some((noun) => nearlySame(noun, word.stem)) && !between.includes(',')
    if (!(isCode || isSmall || isThing) || /[:=]/.test(between)) break
    from = word.end
  }
  const marked = afterLabel.exec(view.text.slice(from))
  return from + (marked?.[0].length ?? 0)
}

/** An item as the schema takes it; null where it does not. */
function asItem(field: Field, item: string): string | null {
  const items = isJsonObject(field.schema.items) ? field.schema.items : {}
  const choices = listOf(items.enum)
  if (choices.length > 0) return choices.find((choice) => choice.toLowerCase() === item.toLowerCase()) ?? null
  return [item, item.toLowerCase()].find((form) => form.length <= 60 && fitsPattern(form, items.pattern)) ?? null
}
