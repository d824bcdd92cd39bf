import type { Catalogue } from './catalogue.ts'
import type { Request } from './clauses.ts'
import { splitRequests, stripFillers } from './clauses.ts'
import type { Outcome } from './conversation.ts'
import { leavesOf } from './lookup/walk-result.ts'
import { wordsOfName } from './words.ts'

const carryOut =
  /^(?:do|follow|carry out|act on|fulfil|fulfill|execute|handle) (?:what|whatever|as|everything|exactly what|the (?:instructions?|requests?|wish(?:es)?|demands?))\b/iu
const textNames = new Set([
  'body',
  'text',
  'message',
  'content',
  'description',
  'comment',
  'subject',
  'title',
  'question',
  'note',
  'notes',
  'remark',
])

/** Whether the person says, in so many words, that what a document asks shall be done. Nothing else makes a document's text a request. */
export function isDelegation(request: Request): boolean {
  return carryOut.test(stripFillers(request.core))
}

/** What a delegation first reads: the same request as a question. */
export function asReading(request: Request): Request {
  return { ...request, lead: null, question: true }
}

/** What the document asks for, as requests, at most three. */
export function requestsIn(outcome: Outcome, catalogue: Catalogue): Request[] {
  const texts = leavesOf(outcome.result).flatMap(({ path, value }) =>
    typeof value === 'string' && value.includes(' ') && wordsOfName(path.at(-1) ?? '').some((word) => textNames.has(word))
      ? [value.slice(0, 2_000)]
      : [],
  )
  return texts
    .slice(0, 20)
    .flatMap((text) => splitRequests(text.replace(/:\s+/gu, '. '), catalogue.vocabulary))
    .filter((request) => request.lead !== null && !isDelegation(request))
    .slice(0, 3)
}
