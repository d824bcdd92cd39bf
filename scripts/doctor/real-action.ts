import { setTimeout as wait } from 'node:timers/promises'
import type { ActionStatus } from '#lib/core/index.ts'
import { isSettled } from '#lib/core/index.ts'
import type { ApiClient } from './api-client.ts'

/** As much of an action as the doctor reads from the API. */
interface ActionAnswer {
  id: string
  status: ActionStatus
  digest: string | null
  attempts: number
  error: { message?: string } | null
  preview: { summary?: string } | null
  policy: { requirements?: { role: string; quorum: number }[] } | null
}

export interface RealAction {
  asker: ApiClient
  /** Who approves; null: a person does, and gets the link. */
  approver: ApiClient | null
  operation: string
  input: unknown
  /** To the card of an action. */
  linkTo: (id: string) => string
  /** So long a person may take. */
  personMs: number
  /** How many effects the other system itself counts; null where it cannot be asked. */
  countEffects: ((id: string) => Promise<number>) | null
  say: (line: string) => void
}

/** Once decided, an action has this long to end. */
const settleMs = 120_000

/**
 * Runs one real action from asking to its effect, over the public API alone, and tells each step with its milliseconds.
 * Answers whether it succeeded, with one effect where that can be seen.
 */
export async function runRealAction(given: RealAction): Promise<boolean> {
  const { asker, operation, input, say } = given
  const began = performance.now()
  let last = began
  const step = (text: string) => {
    const now = performance.now()
    say(`  ${`${(now - last).toFixed(0)} ms`.padStart(9)}  ${text}`)
    last = now
  }
  const asked = await asker.call<ActionAnswer>('POST', '/actions', { operation, input })
  step(`asked for ${operation}: ${asked.id}, ${asked.status.replaceAll('_', ' ')}`)
  const prepared = await waitWhile(
    asker,
    asked,
    ({ status, digest }) => status === 'requested' || (status === 'awaiting_approval' && digest === null),
    settleMs,
  )
  if (prepared !== asked) step(`prepared: ${prepared.status.replaceAll('_', ' ')}`)
  const decided = prepared.status === 'awaiting_approval' ? await decide(given, prepared, step) : prepared
  if (decided === null) return false
  const ended = await waitWhile(
    asker,
    decided,
    ({ status }) => !isSettled(status) && status !== 'outcome_unknown' && status !== 'awaiting_approval',
    settleMs,
  )
  step(
    `${ended.status.replaceAll('_', ' ')} after ${ended.attempts} ${ended.attempts === 1 ? 'attempt' : 'attempts'}${ended.error?.message ? `: ${ended.error.message}` : ''}`,
  )
  const effects = given.countEffects === null ? null : await given.countEffects(ended.id)
  if (effects !== null) step(`the other system counts ${effects} ${effects === 1 ? 'effect' : 'effects'}`)
  const well = ended.status === 'succeeded' && (effects === null || effects === 1)
  say(
    `  ${`${(performance.now() - began).toFixed(0)} ms`.padStart(9)}  ${well ? 'in all: it works, from asking to its effect' : 'in all: it does not work'}`,
  )
  return well
}

/** The action once it was decided on; null when nobody did in time. */
async function decide(
  { asker, approver, linkTo, personMs, say }: RealAction,
  action: ActionAnswer,
  step: (text: string) => void,
): Promise<ActionAnswer | null> {
  if (approver !== null) {
    const decided = await approver.call<ActionAnswer>('POST', `/actions/${action.id}/decision`, {
      verdict: 'approve',
      digest: action.digest,
      comment: 'npm run doctor -- --action',
    })
    step(`approved: ${decided.status.replaceAll('_', ' ')}`)
    return decided
  }
  const who = (action.policy?.requirements ?? []).map(({ role, quorum }) => `${quorum} ${role}${quorum === 1 ? '' : 's'}`).join(', ')
  say(`             it waits for ${who || 'a decision'}: ${linkTo(action.id)}`)
  const after = await waitWhile(asker, action, ({ status }) => status === 'awaiting_approval', personMs)
  if (after.status !== 'awaiting_approval') {
    step(`decided: ${after.status.replaceAll('_', ' ')}`)
    return after
  }
  step(`nobody decided within ${Math.round(personMs / 1_000)} s; it goes on waiting at ${linkTo(action.id)}`)
  return null
}

/** The action once `still` no longer holds, or as it is after `ms`. */
async function waitWhile(
  client: ApiClient,
  action: ActionAnswer,
  still: (action: ActionAnswer) => boolean,
  ms: number,
): Promise<ActionAnswer> {
  const until = performance.now() + ms
  let seen = action
  while (still(seen) && performance.now() < until) {
    const left = Math.ceil((until - performance.now()) / 1_000)
    // While it waits for a person the API answers at once.
    const seconds = seen.status === 'awaiting_approval' ? 0 : Math.min(30, Math.max(1, left))
    seen = await client.call<ActionAnswer>('GET', `/actions/${seen.id}?wait=${seconds}`)
    if (still(seen)) await wait(Math.min(500, Math.max(0, until - performance.now())))
  }
  return seen
}
