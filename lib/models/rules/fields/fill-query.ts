import { overlaps, type Word } from '../text-view.ts'
import { isKnownVerb } from '../verbs.ts'
import { contentStems, isStopWord } from '../words.ts'
import type { Field } from './field.ts'
import { claim, type FillState, freeMentions } from './fill-state.ts'

/** Words that ask, count or tell when, and so are no words to search for. */
const idle = new Set(
  'what which who whose where when how many much know anything everything something anyone everyone address called named new newest old recent recently latest last current currently still yet already again ago day days week weeks month months year years today yesterday came come arrive arrived thing things one ones lot lots like for let got get really actually maybe perhaps else list overview'.split(
    ' ',
  ),
)
const searching = /^(?:search|find|look|looking)$/iu
const marker =
  /\b(?:about|regarding|concerning|containing|mentioning|matching|like|with|named|called|for|titled|tagged)\s+(?:(?:a|an|the|any|some|our|word|words)\s+){0,2}$/iu

/** Fills a search: what is quoted, else the words that say neither what is done nor to what kind of thing. */
export function fillQuery(state: FillState, field: Field): void {
  const [quoted] = freeMentions(state, 'quoted')
  if (quoted !== undefined) {
    claim(state, field, quoted.value, quoted, quoted)
    return
  }
  const told = new Set([...contentStems(state.ability.description), ...state.ability.fields.flatMap((one) => one.words)])
  const left = state.view.words.filter(
    (word) =>
      !isStopWord(word.text.toLowerCase()) &&
      !idle.has(word.text.toLowerCase()) &&
      !/^\d+$/u.test(word.text) &&
      !state.idNouns.has(word.stem) &&
      !isKnownVerb(word.text) &&
      !state.ability.nouns.has(word.stem) &&
      !state.ability.verbs.has(word.stem) &&
      !told.has(word.stem) &&
      !state.spans.some((span) => overlaps(span, word)) &&
      !state.view.mentions.some((mention) => (mention.kind === 'date' || mention.kind === 'period') && overlaps(mention, word)),
  )
  const [first] = left
  const last = left.at(-1)
  if (first === undefined || last === undefined || left.length > 6) return
  if (!field.required && !isSearched(state, left)) return
  claim(state, field, left.map((word) => word.text).join(' '), { start: first.start, end: last.end })
}

/** Whether a search that can be left out is meant: by its verb, by "about …", or by words that stand before the thing ("the vase jobs"). */
function isSearched(state: FillState, left: readonly Word[]): boolean {
  const { text, words } = state.view
  const [first] = left
  const last = left.at(-1)
  if (first === undefined || last === undefined) return false
  if ((state.lead !== null && searching.test(state.lead)) || marker.test(text.slice(0, first.start))) return true
  const next = words.find((word) => word.start >= last.end)
  return next !== undefined && state.ability.nouns.has(next.stem) && /^\s+$/u.test(text.slice(last.end, next.start))
}
