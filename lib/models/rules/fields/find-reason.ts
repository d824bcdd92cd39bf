import { overlaps, wordsAfter } from '../text-view.ts'
import { isStopWord } from '../words.ts'
import type { Field } from './field.ts'
import type { FillState } from './fill-state.ts'
import { behind, type Found, isStructured, restFrom, tidy } from './speech.ts'

const because =
  /\b(?:because(?: of)?|due to|owing to|on account of|on the grounds that|reason:|the reason is(?: that)?|as (?=(?:it|the|they|he|she|we|there|this|his|her|their|our)\b)|since (?=(?:it|the|they|he|she|we|there|this|his|her|their|our)\b))\s*/iu
const forMarker = /\bfor (?=(?:a|an|the|his|her|their|its|being|having)\s)/iu
const statement = /^(?:it|the|they|he|she|we|there|this|that|these|those|his|her|their|its|our|my|a|an|one|i)\b/iu

/** Why something is asked: behind "because" and its like, or what is stated beside the request ("…, it arrived broken"). */
export function findReason(state: FillState, field: Field): Found | null {
  const place = behind(state, because)
  if (place !== null) {
    const found = restFrom(state, place)
    if (found !== null) return found
  }
  const stated = statedBeside(state, field)
  if (stated !== null) return stated
  return field.required ? afterFor(state) : null
}

/** Segments without the verb of the request that say more than other fields have taken. */
function statedBeside(state: FillState, field: Field): Found | null {
  const { text, segments, words } = state.view
  const lead = state.lead === null ? undefined : words.find((word) => word.text.toLowerCase() === state.lead)
  const free = segments.filter((segment) => !(lead !== undefined && overlaps(lead, segment)) && !isStructured(state, segment))
  const said = free
    .map((segment) => ({ ...segment, text: withoutThing(state, tidy(text.slice(segment.start, segment.end))) }))
    .filter((one) => one.text !== '' && (field.required || statement.test(one.text) || one.text.split(' ').length >= 3))
    .filter((one) => !state.spans.some((span) => span.start <= one.start && one.end <= span.end))
  // What says nothing else is the reason; a clause that also names the thing only where there is no other.
  const pure = said.filter((one) => !state.view.mentions.some((mention) => state.claimed.has(mention) && overlaps(mention, one)))
  const kept = pure.length > 0 ? pure : said
  const [first] = kept
  const last = kept.at(-1)
  if (first === undefined || last === undefined) return null
  return { start: first.start, end: last.end, text: kept.map((one) => one.text).join(', ') }
}

/** "Thing 47 arrived bent" without the thing and its number, which stand in another field. */
function withoutThing(state: FillState, text: string): string {
  const mention = state.view.mentions.find((one) => state.claimed.has(one) && text.includes(one.text) && text.indexOf(one.text) < 30)
  if (mention === undefined) return text
  const before = text.slice(0, text.indexOf(mention.text)).trim()
  const after = tidy(text.slice(text.indexOf(mention.text) + mention.text.length))
  return before.split(' ').length <= 2 && after.split(' ').length >= 2 ? after : text
}

/** "… for a broken lid": no person, no date, nothing that another field has taken. */
function afterFor(state: FillState): Found | null {
  const place = behind(state, forMarker)
  if (place === null) return null
  const segment = state.view.segments.find((one) => one.start <= place && place < one.end)
  if (segment === undefined || state.spans.some((span) => overlaps(span, { start: place, end: segment.end }))) return null
  const said = tidy(state.view.text.slice(place, segment.end))
  const telling = wordsAfter(state.view, place, 8).filter((word) => word.end <= segment.end && !isStopWord(word.text.toLowerCase()))
  return telling.some((word) => !state.ability.nouns.has(word.stem)) ? { start: place, end: segment.end, text: said } : null
}
