import { setImmediate as nextTick } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { type InForce, policyInForce } from './policy-in-force.ts'
import { readReplayed } from './read-replayed.ts'
import { readWindows } from './read-windows.ts'
import { type ReplayedAction, replayFacts } from './replay-facts.ts'
import { type Policy, rulesSchema } from './rule.ts'
import { validatePolicy } from './validate-policy.ts'
import { type VerdictKind, verdicts } from './verdict-kind.ts'
import { noWindows, type WindowCall, windowKey } from './windows.ts'
import { windowsFor } from './windows-for.ts'

/** The body of `POST /policies/simulate`. */
export const simulationSchema = z.strictObject({ rules: rulesSchema, sample: z.int().min(1).max(10_000).default(1_000) })

export interface Simulation {
  /** How many of the latest actions were judged again. */
  sampled: number
  /** The newest of those whose verdict changes, 500 at most; `changed` says how many there are. */
  changes: { actionId: string; from: VerdictKind; to: VerdictKind; operation: string; summary: string }[]
  changed: number
  counts: { from: VerdictKind; to: VerdictKind; actions: number }[]
  /** What does not show in this: in words. */
  notes: string[]
}

const mostListed = 500
/** Inputs may be large, and so may previews: few rows are held at once. */
const pageRows = 50

/**
 * Judges the latest actions once more, by the rules as they are (`from`) and by a draft (`to`), on the facts that they were judged by.
 * Windows hold what was asked for before each action. Changes nothing. Throws `forbidden` to all but admins, and `invalid` for
 * conditions that don't compile, each with its character.
 */
export async function simulatePolicy(
  platform: Platform,
  { rules, sample, caller }: z.infer<typeof simulationSchema> & { caller: Caller },
): Promise<Simulation> {
  requireAbility(caller, 'policy.change')
  const errors = validatePolicy(rules)
  if (errors.length > 0) throw new AppError('invalid', 'A condition can’t be read. Nothing was tried.', { errors })
  const inForce = await policyInForce(platform)
  const draft: Policy = { version: inForce.policy.version + 1, rules }
  const tally = newTally()
  for await (const rows of readReplayed(platform, { sample, pageRows })) {
    await judgePage(platform, { inForce, draft }, rows, tally)
    // Others are served between two pages.
    await nextTick()
  }
  return tally.result()
}

async function judgePage(
  platform: Platform,
  { inForce, draft }: { inForce: InForce; draft: Policy },
  rows: readonly ReplayedAction[],
  tally: Tally,
): Promise<void> {
  const asked = rows.map((subject) => ({ subject, calls: callsFor([inForce.policy, draft], subject.operation) }))
  const windows = await readWindows(platform, asked)
  rows.forEach((row, index) => {
    const replayed = replayFacts(row, inForce.calendar)
    if (replayed === null) {
      tally.skipped += 1
      return
    }
    const read = windows[index] ?? noWindows
    if (asked[index]?.calls.some((call) => read.get(windowKey(call)) === undefined)) tally.unread += 1
    if (replayed.rebuilt) tally.rebuilt += 1
    const from = evaluatePolicy(inForce.policy, replayed.facts, read).verdict
    tally.add(row, from, evaluatePolicy(draft, replayed.facts, read).verdict)
  })
}

function callsFor(policies: readonly Policy[], operation: string): WindowCall[] {
  const calls = policies.flatMap((policy) => windowsFor(policy, operation))
  return [...new Map(calls.map((call) => [windowKey(call), call])).values()]
}

type Tally = ReturnType<typeof newTally>

function newTally() {
  const counts = new Map<string, number>()
  const changes: Simulation['changes'] = []
  const tally = {
    skipped: 0,
    rebuilt: 0,
    unread: 0,
    add({ id, operation, summary }: ReplayedAction, from: VerdictKind, to: VerdictKind) {
      counts.set(`${from} ${to}`, (counts.get(`${from} ${to}`) ?? 0) + 1)
      if (from !== to && changes.length < mostListed) changes.push({ actionId: id, from, to, operation, summary })
    },
    result(): Simulation {
      const all = verdicts.flatMap((from) => verdicts.map((to) => ({ from, to, actions: counts.get(`${from} ${to}`) ?? 0 })))
      return {
        sampled: all.reduce((sum, { actions }) => sum + actions, 0),
        changes,
        changed: all.reduce((sum, { from, to, actions }) => sum + (from === to ? 0 : actions), 0),
        counts: all.filter(({ actions }) => actions > 0),
        notes: notesOf(tally),
      }
    },
  }
  return tally
}

function notesOf({ skipped, rebuilt, unread }: { skipped: number; rebuilt: number; unread: number }): string[] {
  return [
    ...(skipped === 0 ? [] : [`${skipped} could not be tried again: their content was erased, or they had not been judged.`]),
    ...(rebuilt === 0 ? [] : [`${rebuilt} are older than some facts; these were made again from what is stored, recipients as known.`]),
    ...(unread === 0
      ? []
      : [`For ${unread}, what happened before could not be counted in time, so the rules that ask for it count against them.`]),
  ]
}
