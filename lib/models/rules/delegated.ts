import type { Catalogue } from './catalogue.ts'
import type { Request } from './clauses.ts'
import { splitRequests } from './clauses.ts'
import type { Outcome } from './conversation.ts'
import { bodyOfLetter } from './courtesy.ts'
import { stripFillers } from './lead.ts'
import { leavesOf } from './lookup/walk-result.ts'
import type { Setting } from './setting.ts'
import { viewText } from './text-view.ts'
import { intentsOfClause } from './verbs.ts'
import { contentStems, wordsOfName } from './words.ts'

/** How many turns back a document is looked for. */
const turnsBack = 6

const carryOut =
  /^(?:do|follow|carry out|act on|fulfil|fulfill|execute|handle|take care of) (?:what|whatever|as|everything|exactly what|the (?:instructions?|requests?|wish(?:es)?|demands?))\b/iu
/** The same, pointing at what was just read. */
const pointing =
  /^(?:(?:do|follow|carry out|act on|handle|execute) (?:it|that|this|so|these|those)|(?:do|follow) (?:what|whatever|as) (?:it|that|this|he|she|they) (?:says?|said|asks?|asked|wants?|wanted|needs?|tells?|requests?)(?: for)?|carry (?:it|that|this) out)\b/iu
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
  'letter',
  'request',
  'instructions',
])

/** Whether the person says, in so many words, that what a document asks shall be done. Nothing else makes a document's text a request. */
export function isDelegation(request: Request): boolean {
  const said = stripFillers(request.core)
  return carryOut.test(said) || pointing.test(said.replace(/[\s.!?]+$/u, ''))
}

/**
 * The document that a delegation means where it names none by its number: the last single thing with a text that this conversation has
 * read, of the kind that was named if one was.
 */
export function documentMeant(request: Request, { catalogue, turns, now }: Setting): Outcome | null {
  if (viewText(request.text, now).mentions.some(({ kind }) => kind === 'number' || kind === 'code' || kind === 'email')) return null
  const reads = turns
    .slice(-turnsBack, -1)
    .flatMap((turn) => turn.calls)
    .flatMap((call) => {
      const ability = catalogue.abilities.find((one) => one.toolName === call.toolName)
      const isOne = ability?.effect === 'read' && ability.fields.some((field) => field.role === 'id' && field.required)
      return isOne && call.outcome?.status === 'succeeded' && textsIn(call.outcome).length > 0 ? [{ ability, outcome: call.outcome }] : []
    })
  const nouns = new Set(contentStems(request.core).filter((word) => catalogue.vocabulary.nouns.has(word)))
  const named = reads.findLast(({ ability }) => [...ability.nouns].some((noun) => nouns.has(noun)))
  return (named ?? reads.at(-1))?.outcome ?? null
}

/** What a delegation first reads: the same request as a question. */
export function asReading(request: Request): Request {
  return { ...request, lead: null, question: true }
}

/** What the document asks for, as requests, at most three. Greetings, thanks and names under a letter ask for nothing. */
export function requestsIn(outcome: Outcome, catalogue: Catalogue): Request[] {
  return textsIn(outcome)
    .flatMap((text) => splitRequests(bodyOfLetter(text).replace(/:\s+/gu, '. '), catalogue.vocabulary))
    .filter((request) => (request.lead !== null || wishes(request)) && !isDelegation(request))
    .slice(0, 3)
}

/** "He wants his money back": a wish without an order. */
function wishes(request: Request): boolean {
  return [...intentsOfClause(stripFillers(request.core), null)].some((intent) => intent !== 'read')
}

function textsIn(outcome: Outcome): string[] {
  return leavesOf(outcome.result)
    .flatMap(({ path, value }) =>
      typeof value === 'string' && value.includes(' ') && wordsOfName(path.at(-1) ?? '').some((word) => textNames.has(word))
        ? [value.slice(0, 2_000)]
        : [],
    )
    .slice(0, 20)
}
