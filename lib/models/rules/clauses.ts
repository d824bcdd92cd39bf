import { groupPieces, type Piece } from './group-pieces.ts'
import type { Vocabulary } from './lead.ts'
import { limits } from './limits.ts'
import { orderJoint } from './order-words.ts'
import { eachOfSeveral } from './several-things.ts'

/** One thing that a text asks for, in the words of the text. */
export interface Request {
  /** The whole stretch of text that belongs to it, what was said before and after it included. */
  text: string
  /** The clause with the verb, without what was said around it. */
  core: string
  /** The verb it begins with, as a word of the text; null where it is a statement. */
  lead: string | null
  question: boolean
  /** Said to come after the one before it ("then", "after that"). */
  follows: boolean
  /** The verb of what it is to come after where this text does not ask for that ("after the payment"), empty for "after that"; else null. */
  after: string | null
  /** Where it stands in the text, which is not always its place in the order. */
  place: number
  /** What the person said, where the text of the request is somebody else's. */
  quote?: string
  /** What was said later to complete or correct it, the latest last. */
  answers: readonly string[]
}

const joints = new RegExp(
  String.raw`(?<=[.!?;])\s+|\n+|,?\s+(?:and\s+)?(?:then|after that|afterwards|next|finally)\s+|,?\s+(?:and also|as well as|and|plus|also)\s+|${orderJoint}|,\s+`,
  'giu',
)
const abbreviations = /(?:^|[\s(])(?:no|nr|mr|mrs|ms|dr|st|e\.g|i\.e|approx|incl)\.$/iu
/** The requests of a text in their order. A text without any request gives one that is a statement. */
export function splitRequests(given: string, vocabulary: Vocabulary): Request[] {
  const text = given.slice(0, limits.text)
  return groupPieces(splitPieces(text), text, vocabulary)
    .flatMap(({ pieces, core, lead, question, follows, after }) => {
      const from = pieces[0]?.start ?? 0
      const to = pieces.at(-1)?.end ?? text.length
      const before = core === null ? '' : text.slice(from, core.start)
      return eachOfSeveral(text.slice(core === null ? from : core.start, to), vocabulary.nouns).map((one) => {
        const asked = one.trim()
        return { text: `${before}${asked}`.trim(), core: asked, lead, question, follows, after, place: from, answers: [] }
      })
    })
    .slice(0, limits.requests)
}

function splitPieces(text: string): Piece[] {
  const pieces: Piece[] = []
  let start = 0
  let joint: Piece['joint'] = 'sentence'
  for (const match of text.matchAll(joints)) {
    const end = match.index
    const before = text.slice(start, end)
    if (abbreviations.test(before) || insideQuotes(text, end)) continue
    if (before.trim() !== '') pieces.push({ text: before.trim(), start, end, joint })
    joint = jointOf(match[0], before)
    start = end + match[0].length
  }
  if (text.slice(start).trim() !== '') pieces.push({ text: text.slice(start).trim(), start, end: text.length, joint })
  return pieces
}

function jointOf(found: string, before: string): Piece['joint'] {
  if (/\b(?:then|after|next|finally)/iu.test(found)) return 'then'
  if (/\p{L}/u.test(found)) return 'and'
  if (found.includes(',')) return 'comma'
  return found.includes('\n') || /[.!?;]$/u.test(before) ? 'sentence' : 'and'
}

function insideQuotes(text: string, place: number): boolean {
  let straight = 0
  let curly = 0
  for (let index = 0; index < place; index += 1) {
    const letter = text.charAt(index)
    if (letter === '"') straight += 1
    else if (letter === '“' || letter === '„' || letter === '«') curly += 1
    else if ((letter === '”' || letter === '»') && curly > 0) curly -= 1
  }
  return straight % 2 === 1 && text.includes('"', place)
}
