import type { ConnectedOperation } from '#lib/connectors/index.ts'
import {
  type ActionStatus,
  type AttemptError,
  isJsonObject,
  type JsonSchema,
  maskSecrets,
  nextStep,
  type Repeat,
  repeatNow,
  retryDefaults,
  retryDelayMs,
} from '#lib/core/index.ts'
import {
  gather,
  hintOutbox,
  isDataError,
  isDeadlock,
  type Platform,
  perPlatform,
  storableText,
  type Tx,
  toJson,
  withTransaction,
} from '#lib/platform/index.ts'
import { type ActionRow, loadAction, statusOf } from './action-row.ts'
import { wakeRecord } from './enqueue-action.ts'
import { breakerLimits } from './gate-limits.ts'
import { type AttemptRecord, type GateEnd, type LedgerWrite, writeEnds } from './ledger.ts'
import { announce, followMove, type Move, prepareMove, system } from './move-action.ts'
import { requestIdOf } from './request-id.ts'
import { gathering, readResultBytes } from './tunables.ts'

/** How an attempt ended. */
export type AttemptEnd =
  | { class: 'succeeded'; output: unknown; seen?: object }
  | { class: 'before_effect' | 'refused' | 'unknown'; error: AttemptError }

interface Ending {
  /** What it ran with; null when the operation is gone. */
  connected: Pick<ConnectedOperation, 'operation' | 'connection'> | null
  /** An earlier attempt ended and nobody saw how. */
  inDoubt: boolean
  durationMs: number | null
  /** What this end says about its connection was counted already. */
  noted?: boolean
}

export interface Settling extends Ending {
  /** The row as it is while it runs, with this worker's fence. */
  row: ActionRow
  end: AttemptEnd
}

/**
 * Writes how an attempt ended, if this worker still holds the action (the fence of its row), and what follows by the contract's
 * table. Those who end at the same moment share a commit. Answers the status it brought about, or null when a later claim, or the
 * sweep, has taken over.
 */
export async function settleClaim(platform: Platform, settling: Settling): Promise<ActionStatus | null> {
  const status = await settleTogether(platform)(settling)
  if (status !== 'alone') return status
  settling.noted = true
  return settleAction(platform, settling.row.id, settling.end, { ...settling, fence: settling.row.fence })
}

const settleTogether = perPlatform((platform: Platform) =>
  gather<Settling, ActionStatus | 'alone'>(
    async (round) => {
      const written = round.map((one) => endingOf(platform, one))
      for (const { write } of written) for (const move of write.moves) move.unlessDependents = true
      const moved = await writeEnds(platform.pool, { ...merged(written.map(({ write }) => write)), ...gatesOf(platform, round) })
      return round.map(({ row }, index) => {
        const to = written[index]?.to
        if (to === undefined || !moved.has(row.id)) return 'alone'
        announce(platform, platform.pool, row, 'running', to)
        if (to === 'queued') hintOutbox(platform.pool, platform.live)
        return to
      })
    },
    { ...gathering, blamesOne: (error) => isDataError(error) || isDeadlock(error) },
  ),
)

/** The same for one action by its id, in a transaction of its own: for ends that others wait for, and for the sweep. */
export async function settleAction(
  platform: Platform,
  id: string,
  end: AttemptEnd,
  { fence, ...ending }: Ending & { fence: number },
): Promise<ActionStatus | null> {
  return withTransaction(platform, async (tx) => {
    const row = await loadAction(tx, id)
    if (statusOf(row) !== 'running' || row.fence !== fence) return null
    return settleIn(platform, tx, { ...ending, row, end })
  })
}

async function settleIn(platform: Platform, tx: Tx, settling: Settling): Promise<ActionStatus | null> {
  const { row } = settling
  const { to, write } = endingOf(platform, settling)
  const moved = await writeEnds(tx, { ...write, ...gatesOf(platform, [settling]) })
  const hasDependents = moved.get(row.id)
  if (hasDependents === undefined) return null
  await followMove(platform, tx, row, { to, hasDependents })
  if (to === 'queued') hintOutbox(tx, platform.live)
  return to
}

/** What is written for one end. Pure but for the clock, ids and the jitter. */
function endingOf(platform: Platform, { row, end, connected, inDoubt, durationMs }: Settling): { to: ActionStatus; write: LedgerWrite } {
  const move =
    end.class === 'succeeded'
      ? succeeded(row, end.output, connected?.operation.output.json ?? {})
      : followed(platform, row, end, { connected, inDoubt })
  const prepared = prepareMove(platform, row, move)
  const attempt: AttemptRecord = {
    actionId: row.id,
    fence: row.fence,
    // The moment of the event, so that a story tells them in one order.
    endedAt: prepared.event.at,
    class: end.class,
    seen: seenOf(row, end),
    durationMs,
  }
  const { notBefore } = move.data ?? {}
  const wake = move.to === 'queued' ? [wakeRecord(platform, row, notBefore instanceof Date ? notBefore : undefined)] : []
  return {
    to: move.to,
    write: { moves: [prepared.move], events: [prepared.event], attempts: [attempt], jobs: [...prepared.jobs, ...wake] },
  }
}

/** What an attempt keeps. Its result, or what became of it, stands in the action. */
function seenOf(row: ActionRow, end: AttemptEnd): unknown {
  const requestId = requestIdOf(row)
  if (end.class === 'succeeded') return toJson({ requestId, ...end.seen })
  const { message, seen } = end.error
  return toJson({ message, requestId, ...(isJsonObject(seen) ? seen : {}) })
}

function merged(writes: readonly LedgerWrite[]): LedgerWrite {
  return {
    moves: writes.flatMap(({ moves }) => moves),
    events: writes.flatMap(({ events }) => events),
    attempts: writes.flatMap(({ attempts }) => attempts),
    jobs: writes.flatMap(({ jobs }) => jobs),
  }
}

/** What the ends of a round say about their connections. */
function gatesOf(platform: Platform, round: readonly Settling[]): { ends: GateEnd[]; limits: object; at: Date } {
  const ends = new Map<string, GateEnd>()
  for (const { row, end, noted } of round) {
    if (noted) continue
    const known = ends.get(row.connectionId) ?? { connectionId: row.connectionId, answered: false, failures: 0, why: null }
    if (end.class === 'succeeded' || end.class === 'refused' || end.error.retryAfterMs !== undefined) known.answered = true
    else if (!end.error.ours) {
      known.failures += 1
      known.why = storableText(end.error.message)
    }
    ends.set(row.connectionId, known)
  }
  return { ends: [...ends.values()], limits: breakerLimits, at: platform.clock.now() }
}

function succeeded(row: ActionRow, output: unknown, schema: JsonSchema): Move {
  const result = toJson((row.effect === 'read' ? capped(output) : output) ?? {})
  return {
    to: 'succeeded',
    data: { result, error: null },
    audit: {
      kind: 'action.settled',
      actor: system,
      // The log keeps for ever what it is told: no secrets.
      content: { attempt: row.attempts, result: row.effect === 'read' ? null : maskSecrets(schema, result) },
    },
  }
}

/** A read's result is kept for 30 days and shown to a model: it has a limit, and says when it was cut. */
function capped(output: unknown): unknown {
  const text = JSON.stringify(output ?? null)
  if (Buffer.byteLength(text) <= readResultBytes) return output
  return {
    cut: true,
    note: `The answer was larger than ${readResultBytes / 1024} KiB and was cut. Ask for less.`,
    excerpt: text.slice(0, readResultBytes / 4),
  }
}

function followed(
  platform: Platform,
  row: ActionRow,
  { error }: Exclude<AttemptEnd, { class: 'succeeded' }>,
  { connected, inDoubt }: Pick<Ending, 'connected' | 'inDoubt'>,
): Move {
  const now = platform.clock.now()
  const settings = connected?.connection.settings
  const delay = retryDelayMs(row.attempts, platform.random, error.retryAfterMs)
  const notBefore = new Date(now.getTime() + delay)
  const timeIsUp = row.retryUntil !== null && notBefore > row.retryUntil
  const step = nextStep(error.class, {
    repeat: repeatNow(row.repeat as Repeat, { firstSentAt: row.firstSentAt, now: notBefore, keyTtlMs: keyTtlMs(settings) }),
    attemptsLeft: timeIsUp ? 0 : attemptsOf(connected) - row.attempts,
    hasCheck: connected?.operation.check !== undefined,
    inDoubt,
  })
  const stored = toJson({ message: error.message, class: error.class })
  const content = { attempt: row.attempts, class: error.class, message: error.message }
  if (step === 'again') {
    return {
      to: 'queued',
      // Without an effect, and none in doubt from before: the life of the key has not begun.
      data: { error: stored, notBefore, ...(error.class === 'before_effect' && !inDoubt ? { firstSentAt: null } : {}) },
      audit: { kind: 'action.attempt_ended', actor: system, content: { ...content, again: true, delayMs: delay } },
    }
  }
  if (step === 'failed') return { to: 'failed', data: { error: stored }, audit: { kind: 'action.settled', actor: system, content } }
  return {
    to: 'outcome_unknown',
    data: { error: stored, checks: 0, checkAfter: connected?.operation.check === undefined ? null : now },
    audit: { kind: 'action.outcome_unknown', actor: system, content },
  }
}

/** How often it is tried in all: the operation's own word, the connection's, the house's. */
export function attemptsOf(connected: Ending['connected']): number {
  return connected?.operation.retry?.attempts ?? connected?.connection.settings.attempts ?? retryDefaults.attempts
}

/** How long the other side keeps our keys, in milliseconds. */
export function keyTtlMs(settings: { keyTtlHours?: number | undefined } | undefined): number {
  return settings?.keyTtlHours === undefined ? retryDefaults.keyTtlMs : settings.keyTtlHours * 3_600_000
}
