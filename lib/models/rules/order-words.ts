import type { Vocabulary } from './lead.ts'
import { isKnownVerb } from './verbs.ts'
import { stem, wordsOf } from './words.ts'

/** A part of a sentence that says when the rest of it shall be done. */
export interface OrderClause {
  /** Whether it comes first or last. */
  comes: 'first' | 'last'
  /** How many letters its conjunction takes. */
  skip: number
  /** The word of what is done in it, as it stands there; null where it only points back ("after that"). */
  verb: string | null
  /** Whether it only points to what was asked for elsewhere ("after the payment"), or asks for it itself. */
  points: boolean
}

const conjunction = /^(?:(?:and|but|please|only|directly|right|immediately)\s+)?(after|once|as soon as|when|before)\s+(?=\S)/iu
const question = /^when\s+(?:is|are|was|were|do|does|did|will|can|could|has|have|should|would)\b/iu
const pointing = /^(?:that|this|it|these|those)(?: (?:is|are|was|has been) (?:done|over|finished|through))?$/iu
const determiner = /^(?:the|that|this|his|her|their|our|your|it|they)\b/iu
const telling = /^(?:i|we|he|she|they) (?!(?:have|are|get)\b)\p{L}+ed\b/iu
const subjects = new Set('you we i they have has had the a an is are was been be being it its'.split(' '))

/** Where an order word may begin in the middle of a sentence. */
export const orderJoint = String.raw`,?\s+(?=(?:after|once|as soon as|before)\s+(?:you|we|i|the|\p{L}{3,}ing|\p{L}{3,} [#\p{Lu}]?\d)\b)`

/** Reads "after mending …", "once … is closed", "before you close …". Null where a text does not begin like that or says nothing that can be done. */
export function orderClauseOf(text: string, vocabulary: Vocabulary): OrderClause | null {
  const found = conjunction.exec(text)
  if (found === null || question.test(text)) return null
  const rest = text.slice(found[0].length).replace(/[\s,.!?]+$/u, '')
  const comes = found[1]?.toLowerCase() === 'before' ? 'last' : 'first'
  // "after we closed it": what has happened already is no request.
  if (telling.test(rest)) return null
  if (pointing.test(rest)) return { comes, skip: found[0].length, verb: null, points: true }
  const verb = verbIn(rest, vocabulary, found[1]?.toLowerCase() === 'when')
  return verb === null ? null : { comes, skip: found[0].length, verb, points: !/[\d@]/.test(rest) && determiner.test(rest) }
}

/** The verb of "you close it", "closing it", "the mending of 5", or of "thing 4 is closed". */
function verbIn(rest: string, { verbs, nouns }: Vocabulary, passiveOnly: boolean): string | null {
  const words = wordsOf(rest)
  const isVerb = (word: string) => verbs.has(stem(word)) || isKnownVerb(word)
  const first = words.find((word) => !subjects.has(word))
  if (!passiveOnly && first !== undefined && isVerb(first) && !(nouns.has(stem(first)) && !verbs.has(stem(first)))) return first
  const auxiliary = words.findIndex((word) => /^(?:is|are|was|were|been|has|have)$/.test(word))
  const passive = auxiliary === -1 ? undefined : words.slice(auxiliary + 1).find((word) => !subjects.has(word))
  return passive !== undefined && /(?:ed|en|t|d)$/.test(passive) && isVerb(passive) ? passive : null
}
