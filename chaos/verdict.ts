import { type ActionStatus, isSettled } from '#lib/core/index.ts'
import type { Kind } from './plan.ts'

/** All that is known when a run is over. */
export interface Evidence {
  /** What was asked for; `id` is the one that came with 201. */
  asked: readonly { key: string; operation: string; kind: Kind; refused: boolean; id: string | null; problem: string | null }[]
  /** Every action that the system knows of. */
  actions: readonly { id: string; status: ActionStatus }[]
  /** One for each effect, by the id of its action. */
  journal: readonly { key: string | null; operation: string }[]
  /** One for each request that was to change something. */
  changingRequests: number
  /** Repeats after the end that were not answered with the first answer. */
  repeats: { repeated: number; wrong: readonly { id: string; why: string }[] }
  audit: { ok: boolean; events: number; checkpoints: number; firstBad?: unknown }
  /** Processes that outlived the system, and the supervisor's exit code. */
  left: readonly string[]
  exitCode: number | null
  /** Attempts whose outcome nobody saw, those among them whose worker died or was stopped, and those that ended before the effect. */
  attempts: { total: number; unknown: number; lost: number; beforeEffect: number }
}

export interface Violation {
  rule: string
  action: string | null
  detail: string
}

export interface Counts {
  asked: number
  accepted: number
  byStatus: Partial<Record<ActionStatus, number>>
  byKind: Record<Kind, { actions: number; succeeded: number; effects: number; unknown: number; unknownWithEffect: number }>
  effects: number
  changingRequests: number
  repeats: number
  attempts: Evidence['attempts']
  auditEvents: number
  auditCheckpoints: number
}

export interface Verdict {
  /** `not_run`: no fault struck in flight, so nothing was proved. */
  outcome: 'passed' | 'failed' | 'not_run'
  violations: Violation[]
  counts: Counts
}

/** What the run has shown. */
export function judge(evidence: Evidence): Verdict {
  const effects = Map.groupBy(evidence.journal, ({ key }) => key)
  const effectsOf = (id: string) => effects.get(id)?.length ?? 0
  const violations = [...missingActions(evidence), ...wrongEffects(evidence, effectsOf), ...wholeness(evidence)]
  const struck = evidence.attempts.unknown > 0 && evidence.attempts.lost > 0
  const outcome = violations.length > 0 ? 'failed' : struck ? 'passed' : 'not_run'
  return { outcome, violations, counts: count(evidence, effectsOf) }
}

/** Everything that was asked for was answered, and what was answered 201 is there, once, and nothing else is. */
function missingActions({ asked, actions, repeats }: Evidence): Violation[] {
  const known = new Set(actions.map(({ id }) => id))
  const answered = Map.groupBy(
    asked.filter(({ id }) => id !== null),
    ({ id }) => id,
  )
  const violations: Violation[] = []
  for (const { key, id, problem } of asked) {
    if (id === null) violations.push({ rule: 'every request is answered', action: null, detail: `${key}: ${problem ?? 'no answer'}` })
    else if (!known.has(id)) violations.push({ rule: 'nothing that was answered 201 is missing', action: id, detail: key })
  }
  for (const [id, keys] of answered) {
    if (keys.length > 1) violations.push({ rule: 'two keys are two actions', action: id, detail: keys.map(({ key }) => key).join(', ') })
  }
  for (const { id, status } of actions) {
    if (!answered.has(id)) violations.push({ rule: 'one key is one action', action: id, detail: `${status}, and nobody was told of it` })
  }
  for (const { id, why } of repeats.wrong) violations.push({ rule: 'a repeat is answered like the first', action: id, detail: why })
  return violations
}

/** What each status promises about effects. */
function wrongEffects({ asked, actions, journal }: Evidence, effectsOf: (id: string) => number): Violation[] {
  const plannedOf = new Map(asked.map((each) => [each.id, each]))
  const violations: Violation[] = []
  for (const { id, status } of actions) {
    const planned = plannedOf.get(id)
    if (planned === undefined) continue
    const effects = effectsOf(id)
    const say = (rule: string) =>
      violations.push({ rule, action: id, detail: `${planned.operation} (${planned.kind}), ${status}, ${effects} effects` })
    if (!isSettled(status) && status !== 'outcome_unknown') say('every action is settled or its outcome is unknown')
    if (effects > 1) say(planned.kind === 'never' ? 'at most one effect without a key' : 'one effect with a key')
    if (planned.kind === 'read' && effects > 0) say('a read has no effect')
    if (planned.refused && status === 'succeeded') say('what is refused does not succeed')
    if (status === 'succeeded' && planned.kind !== 'read' && effects === 0) say('succeeded means one effect')
    if (status !== 'succeeded' && status !== 'outcome_unknown' && effects > 0) say(`${status} means no effect`)
  }
  for (const { key, operation } of journal) {
    if (key === null || !plannedOf.has(key)) violations.push({ rule: 'every effect belongs to an action', action: key, detail: operation })
  }
  return violations
}

function wholeness({ audit, left, exitCode }: Evidence): Violation[] {
  const violations: Violation[] = left.map((detail) => ({ rule: 'no process is left', action: null, detail }))
  if (!audit.ok) violations.push({ rule: 'the audit verifies', action: null, detail: JSON.stringify(audit.firstBad ?? null) })
  if (exitCode !== 0) violations.push({ rule: 'it stops cleanly', action: null, detail: `exit code ${exitCode}` })
  return violations
}

function count(
  { asked, actions, journal, changingRequests, repeats, attempts, audit }: Evidence,
  effectsOf: (id: string) => number,
): Counts {
  const byStatus: Counts['byStatus'] = {}
  const none = () => ({ actions: 0, succeeded: 0, effects: 0, unknown: 0, unknownWithEffect: 0 })
  const byKind = { idempotent: none(), never: none(), harmless: none(), read: none() }
  const kindOf = new Map(asked.map(({ id, kind }) => [id, kind]))
  for (const { id, status } of actions) {
    byStatus[status] = (byStatus[status] ?? 0) + 1
    const kind = kindOf.get(id)
    if (kind === undefined) continue
    const mine = byKind[kind]
    mine.actions += 1
    mine.effects += effectsOf(id)
    if (status === 'succeeded') mine.succeeded += 1
    if (status === 'outcome_unknown') mine.unknown += 1
    if (status === 'outcome_unknown' && effectsOf(id) > 0) mine.unknownWithEffect += 1
  }
  return {
    asked: asked.length,
    accepted: asked.filter(({ id }) => id !== null).length,
    byStatus,
    byKind,
    effects: journal.length,
    changingRequests,
    repeats: repeats.repeated,
    attempts,
    auditEvents: audit.events,
    auditCheckpoints: audit.checkpoints,
  }
}
