import { stripFillers } from '../lead.ts'
import { openingFor } from '../letter.ts'
import { overlaps } from '../text-view.ts'
import { isStopWord } from '../words.ts'
import { type FillState, freeMentions } from './fill-state.ts'
import { behind, type Found, isStructured, restFrom, tidy } from './speech.ts'

const saying = /\b(?:saying(?: that)?|that says|which says|with the (?:text|words|message)|as follows)[:,]?\s+/iu
const colon = /:\s+(?=\S)/u
const that = /\bthat\s+(?=\S+\s+\S)/iu
const know = /\bknow(?:s)?(?: that)?\s+/iu
/** Whom a message goes to, at the beginning of what follows the verb. */
const addressee =
  /^(?:(?:to|a line to|a message to|an? e-?mail to|a note to|word to)\s+)?(?:[^\s,;:]+@[^\s,;:]+|them|him|her|(?:the|our|that|this|my) \p{L}+(?: (?:of|for|behind|on) \S+ \S+)?|everyone|\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?)(?:[,:]?\s+|$)/u

/** "send her an e-mail": that there shall be one is not what it says. */
const bareMessage = /^(?:an?|the|another|some) (?:\p{L}+ )?(?:e-?mail|mail|message|note|letter|line|reply|answer)[.!]?$/iu

/** What a message, note or description shall say. */
export function findBody(state: FillState, { telling }: { telling: boolean }): Found | null {
  for (const marker of [saying, colon, know, that]) {
    const place = behind(state, marker)
    if (place === null || state.spans.some((span) => span.start <= place && place < span.end)) continue
    const found = restFrom(state, place)
    if (found !== null && !isTaken(state, found)) return found
  }
  const [quoted] = freeMentions(state, 'quoted')
  if (quoted !== undefined) return { start: quoted.start, end: quoted.end, text: quoted.value }
  return telling ? afterAddressee(state) : statedElsewhere(state)
}

/** "tell the owner we are sorry": what follows the person. */
function afterAddressee(state: FillState): Found | null {
  const { text, words } = state.view
  const lead = state.lead === null ? undefined : words.find((word) => word.text.toLowerCase() === state.lead)
  const from = lead?.end ?? text.length - stripFillers(text).length
  const rest = text.slice(from)
  const bare = rest.trimStart()
  const person = addressee.exec(bare)
  if (person === null) return /^(?:sorry|thanks)/iu.test(bare) ? restFrom(state, from) : null
  const place = from + (rest.length - bare.length) + person[0].length
  const found = restFrom(state, place)
  const opening = openingFor(state.lead)
  if (opening !== '') return { start: place, end: found?.end ?? place, text: `${opening} ${found?.text ?? ''}`.trim() }
  return found === null || /^(?:about|regarding|concerning)\b/iu.test(found.text) || bareMessage.test(found.text) ? null : found
}

/** Statements beside the clause that asks. */
function statedElsewhere(state: FillState): Found | null {
  const { text, segments, words } = state.view
  const lead = state.lead === null ? undefined : words.find((word) => word.text.toLowerCase() === state.lead)
  const said = segments
    .filter((segment) => !(lead !== undefined && overlaps(lead, segment)) && !isStructured(state, segment))
    .map((segment) => ({ ...segment, text: tidy(text.slice(segment.start, segment.end)) }))
    .filter((one) => one.text.split(' ').length >= 2 && !isTaken(state, one))
  const [first] = said
  const last = said.at(-1)
  return lead === undefined || first === undefined || last === undefined
    ? null
    : { start: first.start, end: last.end, text: said.map((one) => one.text).join('. ') }
}

/** Whether another field already says all of it. */
function isTaken(state: FillState, found: Found): boolean {
  const inside = state.view.words.filter((word) => overlaps(word, found) && !isStopWord(word.text.toLowerCase()))
  return inside.length > 0 && inside.every((word) => state.spans.some((span) => overlaps(span, word)))
}
