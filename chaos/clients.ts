import { setTimeout as wait } from 'node:timers/promises'
import type { ApiCaller } from './api-caller.ts'
import type { PlannedAction } from './plan.ts'

/** What a caller knows of one planned action. */
export interface Asked {
  planned: PlannedAction
  /** The id that came with 201; null when there was none. */
  id: string | null
  tries: number
  /** What came instead of a 201. */
  problem: string | null
}

export interface Accepted {
  id: string
  planned: PlannedAction
}

interface ActionAnswer {
  id: string
  status: string
  digest: string | null
}

const clients = 32

/**
 * Asks for every planned action in its order, one each `gapMs` at most, `clients` at once. Each is asked for with its own key
 * until there is an answer, and only when all is `ready` for it. `onAccepted` hears how many have been answered 201 so far.
 */
export async function askForAll(
  member: ApiCaller,
  {
    actions,
    gapMs,
    ready,
    onAccepted,
  }: {
    actions: readonly PlannedAction[]
    gapMs: number
    ready: () => Promise<void>
    onAccepted: (count: number, action: Accepted) => void
  },
): Promise<Asked[]> {
  const asked: Asked[] = []
  let next = 0
  let accepted = 0
  let free = performance.now()
  const client = async () => {
    for (let planned = actions[next]; planned !== undefined; planned = actions[next]) {
      next += 1
      free = Math.max(free, performance.now()) + gapMs
      await wait(free - performance.now())
      await ready()
      const mine = await ask(member, planned, planned.hangUpMs)
      asked.push(mine)
      if (mine.id !== null) onAccepted(++accepted, { id: mine.id, planned })
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return asked
}

async function ask(member: ApiCaller, planned: PlannedAction, hangUpMs: number | null): Promise<Asked> {
  const { operation, input, key } = planned
  try {
    const body = { operation, input, reason: 'chaos' }
    const reply = await member.insist<ActionAnswer>('POST', '/actions', { body, idempotencyKey: key, hangUpMs })
    if (reply.status === 201) return { planned, id: reply.body.id, tries: reply.tries, problem: null }
    return { planned, id: null, tries: reply.tries, problem: `${reply.status} ${JSON.stringify(reply.body).slice(0, 300)}` }
  } catch (error) {
    return { planned, id: null, tries: 0, problem: (error as Error).message }
  }
}

/** Asks again, with the same key, for those that the plan says so of. Answers what was not the first answer again. */
export async function askAgain(
  member: ApiCaller,
  asked: readonly Asked[],
): Promise<{ repeated: number; wrong: { id: string; why: string }[] }> {
  const wrong: { id: string; why: string }[] = []
  const chosen = asked.filter(({ planned, id }) => planned.askAgain && id !== null)
  for (const { planned, id } of chosen) {
    const { operation, input, key } = planned
    const { status, body, replayed } = await member.insist<ActionAnswer>('POST', '/actions', {
      body: { operation, input, reason: 'chaos' },
      idempotencyKey: key,
    })
    if (status === 201 && replayed && body.id === id) continue
    wrong.push({
      id: id ?? '',
      why: `the same key was answered ${status}${replayed ? '' : ', not as a repeat'}, action ${body.id ?? 'none'}`,
    })
  }
  return { repeated: chosen.length, wrong }
}

export interface Approver {
  /** Decisions that were answered 200, by their verdict. */
  counts: { approve: number; reject: number }
  /** What the last decision on an action was answered with, where it was no 200. */
  refusals: ReadonlyMap<string, string>
  stop(): Promise<void>
}

/** A person who looks at the inbox again and again and decides what the plan says, on the digest that is shown. */
export function startApprover(caller: ApiCaller, verdictFor: (actionId: string) => 'approve' | 'reject' | null): Approver {
  const counts = { approve: 0, reject: 0 }
  const refusals = new Map<string, string>()
  let stopped = false
  const decide = async ({ id, digest }: ActionAnswer, verdict: 'approve' | 'reject') => {
    // A conflict says that the card has changed: the next round sees the new one.
    const body = { verdict, digest, comment: 'chaos' }
    const answer = await caller.insist<{ detail?: string }>('POST', `/actions/${id}/decision`, { body })
    if (answer.status === 200) counts[verdict] += 1
    else refusals.set(id, `${answer.status} ${answer.body.detail}`)
  }
  const round = async () => {
    const waiting = await caller.list<{ kind: string; mayDecide: boolean; action?: ActionAnswer }>('/approvals?scope=mine')
    for (const { kind, mayDecide, action } of waiting) {
      if (stopped || kind !== 'action' || action === undefined || !mayDecide) continue
      const verdict = verdictFor(action.id)
      if (verdict === null) continue
      await decide(action, verdict).catch((error: Error) => refusals.set(action.id, error.message))
    }
  }
  const running = (async () => {
    while (!stopped) {
      await round().catch(() => undefined)
      await wait(150)
    }
  })()
  return {
    counts,
    refusals,
    async stop() {
      stopped = true
      await running
    },
  }
}
