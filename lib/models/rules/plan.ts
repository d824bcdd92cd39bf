import type { Request } from './clauses.ts'
import type { Call } from './conversation.ts'
import { asReading, isDelegation, requestsIn } from './delegated.ts'
import { inputOf } from './fill-input.ts'
import { isTelling } from './letter.ts'
import { madeCall } from './lookup/look-up.ts'
import { type Resolved, resolveRequests } from './resolve-request.ts'
import type { Setting } from './setting.ts'
import { shorten } from './words.ts'

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
    const reading = asReading(request)
    const [read] = resolveRequests([reading], setting)
    if (read?.ability?.effect !== 'read') return [reading]
    const call = madeCall(setting.turns.slice(-1), { ability: read.ability, input: inputOf(read.values) })
    return call?.outcome
      ? [reading, ...requestsIn(call.outcome, setting.catalogue).map((found) => ({ ...found, quote: request.text }))]
      : [reading]
  })
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
  if (ability === null) return { resolved, state: 'cannot' }
  const input = inputOf(resolved.values)
  if (ability.effect === 'read') {
    const call = madeCall(progress.setting.turns.slice(-1), { ability, input })
    if (call !== undefined && resolved.missing.length === 0) return { resolved, state: 'done', call }
  }
  if (resolved.reads.length > 0)
    return { resolved, state: 'look', reads: resolved.reads.map((read) => ({ toolName: read.ability.toolName, input: read.input })) }
  if (resolved.missing.length > 0 || resolved.nothingToChange) return { resolved, state: 'ask' }
  const why = ability.takesWhy ? { _why: `“${quoteOf(resolved.request)}”` } : {}
  if (ability.effect === 'read') return { resolved, state: 'call', toolName: ability.toolName, input: { ...input, ...why } }

  const used = progress.counted.get(ability.toolName) ?? 0
  const made = progress.calls.filter((call) => call.toolName === ability.toolName)[used]
  const first = predecessor(resolved, index, progress)
  if (made !== undefined) {
    progress.counted.set(ability.toolName, used + 1)
    return { resolved, state: 'done', call: made }
  }
  const earlier = progress.steps[first]
  if (earlier !== undefined && (earlier.state !== 'done' || lost.has(earlier.call.outcome?.status ?? '')))
    return { resolved, state: 'held', by: first }
  const waiting = progress.steps.findIndex((step) => step.state === 'look' && step.resolved.ability?.effect !== 'read')
  if (waiting !== -1) return { resolved, state: 'held', by: waiting }
  // One effect at a time where the next leans on it, so that its answer can be named.
  const after = earlier?.state === 'done' && ability.takesAfter ? { _after: [nameFor(earlier.call, progress.calls)] } : {}
  return { resolved, state: 'call', toolName: ability.toolName, input: { ...input, ...why, ...after } }
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

/** A call by its tool's name; by its action's id where that name would mean several. */
function nameFor(call: Call, calls: readonly Call[]): string {
  const several = calls.filter((other) => other.toolName === call.toolName).length > 1
  return several && call.outcome?.actionId ? call.outcome.actionId : call.toolName
}
