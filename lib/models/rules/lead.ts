import { isKnownVerb } from './verbs.ts'
import { stem, wordsOf } from './words.ts'

/** What the splitting needs to know of the offered operations: stems of their verbs and nouns. */
export interface Vocabulary {
  verbs: ReadonlySet<string>
  nouns: ReadonlySet<string>
  /** Of what lists can be filtered by. */
  choices: ReadonlySet<string>
}

const fillers =
  /^(?:please|kindly|and|also|so|now|just|then|hey|hi|hello|ok|okay|well|first|thanks|go ahead and|be so kind (?:as )?to|i(?:'d| would) like (?:you )?to|i want (?:you )?to|(?:i|we) (?:need|want|have) (?:you )?to|(?:can|could|would|will|may|shall|should) (?:you|we|i)|would you mind|you (?:can|could|may|should|must)|we (?:can|could|should|must)|make sure (?:to|that you)|make sure|let's|let us|don't forget to|remember to|try to|as well|urgently|quickly)(?=[\s,]|$)[\s,]*/iu
const questionWords = new Set('what which who whose when where how why is are was were do does did has have any what’s'.split(' '))
/** "Could I have …?" wishes for something; it does not ask whether. */
const wish = /^(?:\p{L}+,? ){0,2}(?:can|could|may|might|would) (?:i|we|you) (?:please )?have\b/iu
const prepositions = new Set('at of in on with by for from until is are was were has had will'.split(' '))
const opening = new Set('to up down off about into out back in on for after over'.split(' '))

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
  if (wish.test(text)) return { lead: 'have', question: false }
  if (questionWords.has(first)) return { lead: null, question: second !== undefined && (text.trim().endsWith('?') || !isAuxiliary(first)) }
  if (!vocabulary.verbs.has(stem(first)) && !isKnownVerb(first)) return { lead: null, question: false }
  if (isFiltered(first, second, third, vocabulary)) return { lead: null, question: true }
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

/** "open jobs": a state that is also a verb, before things without a number; who wants one opened says "a job". */
function isFiltered(first: string, second: string | undefined, third: string | undefined, { nouns, choices }: Vocabulary): boolean {
  return second !== undefined && choices.has(first) && !/\d/.test(third ?? '') && /[^s]s$/u.test(second) && nouns.has(stem(second))
}

/** "closed", "opening": not what a request begins with. */
function looksFinite(word: string): boolean {
  return word.length > 5 && (word.endsWith('ed') || word.endsWith('ing'))
}
