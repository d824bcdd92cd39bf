import { overlaps } from '../text-view.ts'
import { isKnownVerb } from '../verbs.ts'
import { contentStems, isStopWord } from '../words.ts'
import type { Field } from './field.ts'
import { claim, type FillState, freeMentions } from './fill-state.ts'

const asking = new Set([
  'what',
  'which',
  'who',
  'whose',
  'where',
  'when',
  'how',
  'many',
  'much',
  'know',
  'anything',
  'everything',
  'address',
  'called',
  'named',
])

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
      !asking.has(word.text.toLowerCase()) &&
      !/^\d+$/u.test(word.text) &&
      !state.idNouns.has(word.stem) &&
      !isKnownVerb(word.text) &&
      !state.ability.nouns.has(word.stem) &&
      !state.ability.verbs.has(word.stem) &&
      !told.has(word.stem) &&
      !state.spans.some((span) => overlaps(span, word)),
  )
  const [first] = left
  const last = left.at(-1)
  if (first === undefined || last === undefined || left.length > 6) return
  claim(state, field, left.map((word) => word.text).join(' '), { start: first.start, end: last.end })
}
