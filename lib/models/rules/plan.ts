import type { Request } from './clauses.ts'
import type { Call, Outcome } from './conversation.ts'
import { asReading, documentMeant, isDelegation, requestsIn } from './delegated.ts'
import { inputOf } from './fill-input.ts'
import { isTelling } from './letter.ts'
import { madeCall } from './lookup/look-up.ts'
import { rejectedBefore } from './rejected-before.ts'
import { type Resolved, resolveRequests } from './resolve-request.ts'
import type { Setting } from './setting.ts'
import { shorten, stem } from './words.ts'

/** What one request has come to. */
export type Step = { resolved: Resolved } & (
  | { state: 'cannot' }
  /** Something has to be asked first. */
  | { state: 'ask' }
  /** A call to make now. */
  | { state: 'call'; toolName: string; input: Record<string, unknown> }
  /** Reads to make before it can be called. */
  | { state: 'look'; reads: readonly { toolName: string; input: Record<string, unknown> }[] }
  | { state: 'done'; call: Call }
  /** It waits for another request of this turn that is not called yet, or cannot go on without it. */
  | { state: 'held'; by: number }
  /** It is to come after something that this conversation knows nothing of. */
  | { state: 'unclear' }
)

/** Outcomes after which what was to follow is not asked for. */
export const lost: ReadonlySet<string> = new Set(['denied', 'failed', 'rejected', 'expired', 'cancelled'])

/** The steps for the requests of this turn, in their order. Calls that were made already are found again by what they asked. */
export function planSteps(requests: readonly Request[], setting: Setting): Step[] {
  const calls = setting.turns.at(-1)?.calls ?? []
  const resolved = resolveRequests(expand(requests, setting), setting)
  const counted = new Map<string, number>()
  const steps: Step[] = []
  for (const [index, one] of resolved.entries()) steps.push(stepFor(one, index, { steps, resolved, calls, counted, setting }))
  return steps
}

/** Puts what a document asks in the place of "do what it asks", once the document has been read. */
function expand(requests: readonly Request[], setting: Setting): Request[] {
  return requests.flatMap((request) => {
    if (!isDelegation(request)) return [request]
    const document = documentMeant(request, setting)
    if (document !== null) return asked(document, request, setting)
    const reading = asReading(request)
    const [read] = resolveRequests([reading], setting)
    if (read?.ability?.effect !== 'read') return [{ ...request, question: false }]
    const call = madeCall(setting.turns.slice(-1), { ability: read.ability, input: inputOf(read.values) })
    return call?.outcome?.status === 'succeeded' ? [reading, ...asked(call.outcome, request, setting)] : [reading]
  })
}

/** What the document asks for, or, where that is nothing, the delegation itself. */
function asked(document: Outcome, request: Request, { catalogue }: Setting): Request[] {
  const found = requestsIn(document, catalogue)
  return found.length === 0 ? [{ ...request, question: false, quote: request.text }] : found.map((one) => ({ ...one, quote: request.text }))
}

interface Progress {
  steps: readonly Step[]
  resolved: readonly Resolved[]
  calls: readonly Call[]
  /** How many calls of each tool earlier requests account for. */
  counted: Map<string, number>
  setting: Setting
}

function stepFor(resolved: Resolved, index: number, progress: Progress): Step {
  const { ability } = resolved
  if (ability === null || (isDelegation(resolved.request) && !resolved.request.question)) return { resolved, state: 'cannot' }
  const input = inputOf(resolved.values)
  if (ability.effect === 'read') {
    const call = madeCall(progress.setting.turns.slice(-1), { ability, input })
    if (call !== undefined && resolved.missing.length === 0 && resolved.reads.length === 0) return { resolved, state: 'done', call }
  }
  if (resolved.reads.length > 0)
    return { resolved, state: 'look', reads: resolved.reads.map((read) => ({ toolName: read.ability.toolName, input: read.input })) }
  if (resolved.missing.length > 0 || resolved.nothingToChange || resolved.choice !== null) return { resolved, state: 'ask' }
  const why = ability.takesWhy ? { _why: `“${quoteOf(resolved.request)}”` } : {}
  if (ability.effect === 'read') return { resolved, state: 'call', toolName: ability.toolName, input: { ...input, ...why } }

  const used = progress.counted.get(ability.toolName) ?? 0
  const made = progress.calls.filter((call) => call.toolName === ability.toolName)[used]
  const first = predecessor(resolved, index, progress)
  if (made !== undefined) {
    progress.counted.set(ability.toolName, used + 1)
    return { resolved, state: 'done', call: made }
  }
  const named = first === -1 ? askedBefore(resolved.request, progress.setting) : null
  if (first === -1 && resolved.request.after !== null && named === null) return { resolved, state: 'unclear' }
  const earlier = progress.steps[first]
  if (earlier !== undefined && (earlier.state !== 'done' || lost.has(earlier.call.outcome?.status ?? '')))
    return { resolved, state: 'held', by: first }
  const waiting = progress.steps.findIndex((step) => step.state === 'look' && step.resolved.ability?.effect !== 'read')
  if (waiting !== -1) return { resolved, state: 'held', by: waiting }
  // One effect at a time where the next leans on it, so that its answer can be named.
  const reference = earlier?.state === 'done' ? nameFor(earlier.call, progress.calls) : named?.outcome?.actionId
  const after = reference && ability.takesAfter ? { _after: [reference] } : {}
  const corrects = correctedBy(resolved, progress.setting)
  return { resolved, state: 'call', toolName: ability.toolName, input: { ...input, ...why, ...after, ...corrects } }
}

/** A request that was corrected after a person had rejected it names what it puts right. */
function correctedBy({ ability, request }: Resolved, { turns }: Setting): { _corrects?: string } {
  if (ability === null || !ability.takesCorrects || request.answers.length === 0) return {}
  const rejected = rejectedBefore(ability.toolName, turns)
  return rejected === null ? {} : { _corrects: rejected }
}

/** What the person said for it, what was answered later included. */
function quoteOf({ quote, text, answers }: Request): string {
  return shorten(quote ?? [text, ...answers].map((said) => said.trim().replace(/[\s.,;:]+$/u, '')).join(' … '), 160)
}

/** The effect before this one that it must follow: said so, or the same matter told to a person. -1 where there is none. */
function predecessor(resolved: Resolved, index: number, { steps }: Progress): number {
  const before = steps.findLastIndex(
    (step, place) => place < index && step.resolved.ability !== null && step.resolved.ability.effect !== 'read',
  )
  if (before === -1 || resolved.ability === null) return -1
  const isSameMatter = isTelling(resolved.ability) || resolved.inherits
  return resolved.request.follows || isSameMatter ? before : -1
}

/** What an earlier turn asked for and this is to follow ("after the payment, …"): the last effect, with that verb if one was said. */
function askedBefore({ after }: Request, { catalogue, turns }: Setting): Call | null {
  if (after === null) return null
  const isMeant = ({ toolName }: Call) => {
    const ability = catalogue.abilities.find((one) => one.toolName === toolName)
    return ability !== undefined && ability.effect !== 'read' && (after === '' || ability.verbs.has(stem(after)))
  }
  return (
    turns
      .slice(0, -1)
      .flatMap((turn) => turn.calls)
      .findLast((call) => isMeant(call) && call.outcome !== null && !lost.has(call.outcome.status)) ?? null
  )
}

/** A call by its tool's name; by its action's id where that name would mean several. */
function nameFor(call: Call, calls: readonly Call[]): string {
  const several = calls.filter((other) => other.toolName === call.toolName).length > 1
  return several && call.outcome?.actionId ? call.outcome.actionId : call.toolName
}
