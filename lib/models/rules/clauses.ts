import { limits } from './limits.ts'
import { eachOfSeveral } from './several-things.ts'
import { intentsOfClause, isKnownVerb } from './verbs.ts'
import { stem, wordsOf } from './words.ts'

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
  /** What the person said, where the text of the request is somebody else's. */
  quote?: string
  /** What was said later to complete or correct it, the latest last. */
  answers: readonly string[]
}

/** What the splitting needs to know of the offered operations: stems of their verbs and nouns. */
export interface Vocabulary {
  verbs: ReadonlySet<string>
  nouns: ReadonlySet<string>
}

interface Piece {
  text: string
  start: number
  end: number
  joint: 'sentence' | 'comma' | 'and' | 'then'
}

const joints =
  /(?<=[.!?;])\s+|\n+|,?\s+(?:and\s+)?(?:then|after that|afterwards|next|finally)\s+|,?\s+(?:and also|as well as|and|plus|also)\s+|,\s+/giu
const abbreviations = /(?:^|[\s(])(?:no|nr|mr|mrs|ms|dr|st|e\.g|i\.e|approx|incl)\.$/iu
const fillers =
  /^(?:please|kindly|and|also|so|now|just|then|hey|hi|hello|ok|okay|well|first|thanks|go ahead and|be so kind (?:as )?to|i(?:'d| would) like (?:you )?to|i want (?:you )?to|(?:i|we) (?:need|want|have) (?:you )?to|(?:can|could|would|will|may|shall|should) (?:you|we|i)|would you mind|you (?:can|could|may|should|must)|we (?:can|could|should|must)|make sure (?:to|that you)|make sure|let's|let us|don't forget to|remember to|try to|as well|urgently|quickly)(?=[\s,]|$)[\s,]*/iu
const questionWords = new Set('what which who whose when where how why is are was were do does did has have any what’s'.split(' '))
const prepositions = new Set('at of in on with by for from until is are was were has had will'.split(' '))
const opening = new Set('to up down off about into out back in on for after over'.split(' '))

/** The requests of a text in their order. A text without any request gives one that is a statement. */
export function splitRequests(given: string, vocabulary: Vocabulary): Request[] {
  const text = given.slice(0, limits.text)
  const groups: Group[] = []
  const pieces = splitPieces(text)
  for (const [index, piece] of pieces.entries()) {
    const { lead, question } = leadOf(piece.text, vocabulary)
    const current = groups.at(-1)
    const asks = lead !== null || question
    if (current === undefined) groups.push({ pieces: [piece], core: asks ? piece : null, lead, question, follows: false })
    else if (isReported(current, piece, text)) current.pieces.push(piece)
    else if (asks && current.core === null) Object.assign(current, { pieces: [...current.pieces, piece], core: piece, lead, question })
    else if (asks || opensAnother(piece, pieces.slice(index + 1), vocabulary))
      groups.push({ pieces: [piece], core: asks ? piece : null, lead, question, follows: piece.joint === 'then' })
    else current.pieces.push(piece)
  }
  return groups
    .flatMap(({ pieces: own, core, lead, question, follows }) => {
      const from = own[0]?.start ?? 0
      const to = own.at(-1)?.end ?? text.length
      const before = core === null ? '' : text.slice(from, core.start)
      return eachOfSeveral(text.slice(core === null ? from : core.start, to), vocabulary.nouns).map((one) => {
        const asked = one.trim()
        return { text: `${before}${asked}`.trim(), core: asked, lead, question, follows, answers: [] }
      })
    })
    .slice(0, limits.requests)
}

interface Group {
  pieces: Piece[]
  core: Piece | null
  lead: string | null
  question: boolean
  follows: boolean
}

/** Whether a piece is part of what shall be written down or told: "add a note: call back, and offer tea". */
function isReported(current: Group, piece: Piece, text: string): boolean {
  if (current.core === null || (piece.joint !== 'comma' && piece.joint !== 'and') || /[\d@]/.test(piece.text)) return false
  const sentence = current.pieces.findLast(({ joint }, index) => joint === 'sentence' || index === 0) ?? current.core
  if (!/:\s|\bsaying\b/iu.test(text.slice(sentence.start, piece.start))) return false
  const intents = intentsOfClause(stripFillers(current.core.text), current.lead)
  return intents.has('tell') || intents.has('create')
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
    joint = jointOf(match[0])
    start = end + match[0].length
  }
  if (text.slice(start).trim() !== '') pieces.push({ text: text.slice(start).trim(), start, end: text.length, joint })
  return pieces
}

function jointOf(found: string): Piece['joint'] {
  if (/\b(?:then|after|next|finally)/iu.test(found)) return 'then'
  if (/\p{L}/u.test(found)) return 'and'
  return found.includes(',') ? 'comma' : 'sentence'
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

/** The text without politeness in front of it. */
export function stripFillers(text: string): string {
  let rest = text.trim()
  for (let count = 0; count < 6; count += 1) {
    const shorter = rest.replace(fillers, '')
    if (shorter === rest) break
    rest = shorter
  }
  return rest
}

/** The verb that a clause begins with, if it is an imperative, and whether it is a question. */
export function leadOf(text: string, vocabulary: Vocabulary): { lead: string | null; question: boolean } {
  const bare = stripFillers(text)
  const [first, second, third] = wordsOf(bare)
  if (first === undefined) return { lead: null, question: false }
  if (questionWords.has(first)) return { lead: null, question: second !== undefined && (text.trim().endsWith('?') || !isAuxiliary(first)) }
  if (!vocabulary.verbs.has(stem(first)) && !isKnownVerb(first)) return { lead: null, question: false }
  if (looksFinite(first)) return { lead: null, question: false }
  // "note 12 is …", "book no. 3": a thing with its number, not a request.
  if (vocabulary.nouns.has(stem(first)) && second !== undefined && /\d/.test(second)) return { lead: null, question: false }
  if (second === undefined) return { lead: null, question: false }
  if (prepositions.has(second) && !opening.has(second)) return { lead: null, question: false }
  if (vocabulary.nouns.has(stem(first)) && third === undefined && prepositions.has(second)) return { lead: null, question: false }
  return { lead: first, question: false }
}

function isAuxiliary(word: string): boolean {
  return /^(?:is|are|was|were|do|does|did|has|have)$/.test(word)
}

/** "closed", "opening": not what a request begins with. */
function looksFinite(word: string): boolean {
  return word.length > 5 && (word.endsWith('ed') || word.endsWith('ing'))
}

/** A sentence that names a thing by its number begins another matter if something is asked after it. */
function opensAnother(piece: Piece, later: readonly Piece[], vocabulary: Vocabulary): boolean {
  if (piece.joint !== 'sentence') return false
  const [first = '', second = ''] = wordsOf(stripFillers(piece.text))
  if (!(vocabulary.nouns.has(stem(first)) && /\d/.test(second))) return false
  return later.some((next) => leadOf(next.text, vocabulary).lead !== null)
}
