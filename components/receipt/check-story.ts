import { isSettled, mayMove } from '#lib/core/action-states.ts'
import type { Receipt, ReceiptEvent } from '#lib/core/receipt.ts'
import { member } from '#lib/core/receipt-statement.ts'
import { count, type Finding, fails, fits, open } from './check.ts'

type Status = Receipt['action']['status']
interface Step {
  from: Status
  to: Status
}

/** Clocks of two machines may differ by so much: what was written at nearly the same time may stand in the log in either order. */
const clockToleranceMs = 1_000

/**
 * Whether the events tell one whole story: every step begins where another ended, the attempts are all there, each taken once,
 * what was approved before it ran, and at most one success with nothing after it.
 */
export function checkStory(receipt: Receipt): Finding {
  const { action, events } = receipt
  if (events.some(({ salt }) => salt === null))
    return open('Events were erased on request, so the story cannot be read from the log any more.')
  const problem = gapIn(receipt) ?? wrongAttempt(receipt) ?? wrongOrder(receipt)
  if (problem !== null) return fails(problem)
  return fits(inWords(action))
}

function inWords({ status, attempts }: Receipt['action']): string {
  if (!isSettled(status)) return 'Every step that the log records is here. It has not ended yet.'
  if (attempts === 0) return 'Every step is here, and no worker ever took it: it did not run.'
  const tried = count(attempts, 'attempt')
  if (status === 'succeeded') return `Every step is here: ${tried}, one success, and nothing was done after it.`
  return `Every step is here: ${tried}, no success on record, and nothing was done after it ended.`
}

/** In a whole story each state is left as often as it was reached, but for the last one. */
function gapIn({ action, events }: Receipt): string | null {
  const steps = events.map(stepOf).filter((step) => step !== null)
  if (events.filter(({ kind }) => kind === 'action.requested').length !== 1) return 'The event of its request is missing.'
  if (steps.some(({ from, to }) => !mayMove(from, to))) return 'The log tells of a step that no action can take.'
  if (steps.filter(({ to }) => to === 'succeeded').length > 1) return 'More than one success is recorded.'
  const open = new Map<Status, number>([['requested', 1]])
  for (const { from, to } of steps) {
    open.set(from, (open.get(from) ?? 0) - 1)
    open.set(to, (open.get(to) ?? 0) + 1)
  }
  const gap = [...open].find(([status, times]) => times !== (status === action.status ? 1 : 0))
  if (gap === undefined && open.has(action.status)) return null
  return `A step is missing, or one too many: the events do not lead to “${action.status}”.`
}

function stepOf(event: ReceiptEvent): Step | null {
  const [from, to] = [member(event, 'from'), member(event, 'to')]
  return typeof from === 'string' && typeof to === 'string' ? { from: from as Status, to: to as Status } : null
}

/**
 * Attempts 1 to n, each claimed once, under a fence that only rises. One that may have been made after the backup that the house was
 * restored from has no claim, but an event that says so.
 */
function wrongAttempt({ action, attempts, events }: Receipt): string | null {
  const claims = events
    .filter(({ kind }) => kind === 'action.claimed')
    .map((event) => ({ number: Number(member(event, 'attempt')), fence: Number(member(event, 'fence')) }))
    .sort((a, b) => a.number - b.number)
  const rising = claims.every(({ number, fence }, at) => number > (claims[at - 1]?.number ?? 0) && fence > (claims[at - 1]?.fence ?? 0))
  if (!rising) return 'An attempt was taken twice.'
  const restored = events.filter((event) => event.kind === 'action.restored' && stepOf(event)?.to === 'running').length
  const told = claims.length + restored
  if (told !== action.attempts || (claims.at(-1)?.number ?? 0) > told)
    return `The log tells of ${count(told, 'attempt')}, the receipt of ${action.attempts}.`
  const listed = new Set(attempts.map(({ number, fence }) => `${number}/${fence}`))
  const whole = listed.size === told && attempts.length === told && claims.every(({ number, fence }) => listed.has(`${number}/${fence}`))
  return whole ? null : 'The attempts that are listed are not those that the log tells of.'
}

function wrongOrder(receipt: Receipt): string | null {
  const { events, action } = receipt
  const ofKind = (...kinds: string[]) => events.filter(({ kind }) => kinds.includes(kind))
  const claims = ofKind('action.claimed')
  const [requested] = ofKind('action.requested')
  const late = (first: ReceiptEvent, then: ReceiptEvent) => isBehind(receipt, first, then)
  if (requested !== undefined && events.some((event) => late(requested, event))) return 'Something happened before it was asked for.'
  const last = claims.find((claim) => member(claim, 'attempt') === action.attempts)
  const votes = ofKind('action.decided').filter((event) => member(event, 'digest') === action.digest)
  if (action.status === 'succeeded' && last !== undefined && votes.some((vote) => late(vote, last))) return 'It ran before it was approved.'
  const end = events.find((event) => stepOf(event)?.to === action.status)
  if (end !== undefined && isSettled(action.status) && claims.some((claim) => late(claim, end)))
    return 'An attempt began after it had ended.'
  return null
}

/** Whether `first` stands behind `then`, by its place in the log and by the clock too. */
function isBehind({ proofs }: Receipt, first: ReceiptEvent, then: ReceiptEvent): boolean {
  const place = (event: ReceiptEvent) => proofs.find(({ eventId }) => eventId === event.id)?.index ?? Number.POSITIVE_INFINITY
  return place(first) > place(then) && Date.parse(first.at) - Date.parse(then.at) > clockToleranceMs
}
