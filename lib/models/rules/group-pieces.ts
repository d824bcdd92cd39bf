import { courtesyOf } from './courtesy.ts'
import { leadOf, stripFillers, type Vocabulary } from './lead.ts'
import { type OrderClause, orderClauseOf } from './order-words.ts'
import { intentsOfClause } from './verbs.ts'
import { stem, wordsOf } from './words.ts'

/** A stretch of a text between two joints: full stops, commas, "and", "then". */
export interface Piece {
  text: string
  start: number
  end: number
  joint: 'sentence' | 'comma' | 'and' | 'then'
}

/** The pieces of one request. */
export interface Group {
  pieces: Piece[]
  /** The piece with the verb; null for a statement. */
  core: Piece | null
  lead: string | null
  question: boolean
  follows: boolean
  after: string | null
}

/** What an order word said of the request that comes next. */
interface Ahead {
  after: string | null
  /** The request before which it is to be done. */
  before?: Group
}

/** Puts the pieces of a text together to requests, in the order in which they are to be done. */
export function groupPieces(pieces: readonly Piece[], text: string, vocabulary: Vocabulary): Group[] {
  const groups: Group[] = []
  // What is said beside a request goes to the one that was begun last, wherever its place in the order is.
  let current: Group | null = null
  let ahead: Ahead | null = null
  for (const [index, piece] of pieces.entries()) {
    const { lead, question } = leadOf(piece.text, vocabulary)
    const asks = lead !== null || question
    if (current !== null && isReported(current, piece, text)) {
      current.pieces.push(piece)
      continue
    }
    if (courtesyOf(piece.text) !== null) continue
    const order = isOrderClause(piece, pieces.slice(index + 1), current, vocabulary)
    if (order !== null) {
      const placed = placeOrder(groups, { piece, order, current })
      current = placed.current
      ahead = placed.ahead
    } else if (ahead !== null && lead !== null) {
      current = begin(piece, { lead, question, follows: ahead.before === undefined, after: ahead.after })
      groups.splice(ahead.before === undefined ? groups.length : groups.indexOf(ahead.before), 0, current)
      ahead = null
    } else if (current !== null && asks && current.core === null)
      Object.assign(current, { pieces: [...current.pieces, piece], core: piece, lead, question })
    else if (current === null || asks || opensAnother(piece, pieces.slice(index + 1), vocabulary)) {
      current = begin(asks ? piece : null, { lead, question, follows: groups.length > 0 && piece.joint === 'then', after: null })
      current.pieces = [piece]
      groups.push(current)
    } else current.pieces.push(piece)
  }
  return groups
}

function begin(core: Piece | null, rest: Omit<Group, 'pieces' | 'core'>): Group {
  return { pieces: core === null ? [] : [core], core, ...rest }
}

/**
 * Whether a piece says when another is done. In front of a sentence it does so only where that goes on with an order: "after closing it
 * I saw a crack" tells a story.
 */
function isOrderClause(piece: Piece, later: readonly Piece[], current: Group | null, vocabulary: Vocabulary): OrderClause | null {
  const order = orderClauseOf(piece.text, vocabulary)
  if (order === null) return null
  if (piece.joint === 'sentence') {
    const end = later.findIndex((next) => next.joint === 'sentence')
    return (end === -1 ? later : later.slice(0, end)).some((next) => leadOf(next.text, vocabulary).lead !== null) ? order : null
  }
  const said = current?.core?.text ?? ''
  return current?.lead != null && !/\b(?:that|saying|because|since)\b|:\s/iu.test(said) ? order : null
}

function placeOrder(
  groups: Group[],
  { piece, order, current }: { piece: Piece; order: OrderClause; current: Group | null },
): { current: Group | null; ahead: Ahead | null } {
  const isFront = piece.joint === 'sentence'
  const meant = groups.findLast(({ lead }) => order.verb === null || (lead !== null && stem(lead) === stem(order.verb)))
  if (order.points) {
    const after = meant === undefined || (!isFront && meant === current) ? (order.verb ?? '') : null
    if (isFront && order.comes === 'first') return { current, ahead: { after } }
    if (isFront && meant !== undefined) {
      meant.follows = true
      return { current, ahead: { after: null, before: meant } }
    }
    if (!isFront && order.comes === 'first' && current !== null) Object.assign(current, { follows: true, after })
    else current?.pieces.push(piece)
    return { current, ahead: null }
  }
  const core = { ...piece, text: piece.text.slice(order.skip), start: piece.start + order.skip }
  const own = begin(core, { lead: order.verb, question: false, follows: order.comes === 'last', after: null })
  if (!isFront && order.comes === 'first' && current !== null) {
    groups.splice(groups.indexOf(current), 0, own)
    current.follows = true
  } else groups.push(own)
  const ahead = isFront ? (order.comes === 'first' ? { after: null } : { after: null, before: own }) : null
  return { current: own, ahead }
}

/** Whether a piece is part of what shall be written down or told: "add a note: call back, and offer tea". */
function isReported(current: Group, piece: Piece, text: string): boolean {
  if (current.core === null || (piece.joint !== 'comma' && piece.joint !== 'and') || /[\d@]/.test(piece.text)) return false
  const sentence = current.pieces.findLast(({ joint }, index) => joint === 'sentence' || index === 0) ?? current.core
  if (!/:\s|\bsaying\b/iu.test(text.slice(sentence.start, piece.start))) return false
  const intents = intentsOfClause(stripFillers(current.core.text), current.lead)
  return intents.has('tell') || intents.has('create')
}

/** A sentence that names a thing by its number begins another matter if something is asked after it. */
function opensAnother(piece: Piece, later: readonly Piece[], vocabulary: Vocabulary): boolean {
  if (piece.joint !== 'sentence') return false
  const [first = '', second = ''] = wordsOf(stripFillers(piece.text))
  if (!(vocabulary.nouns.has(stem(first)) && /\d/.test(second))) return false
  return later.some((next) => leadOf(next.text, vocabulary).lead !== null)
}
