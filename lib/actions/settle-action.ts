import { type AttemptError, isJsonObject, nextStep, type Operation, type Repeat, retryDelayMs } from '#lib/core/index.ts'
import { type Platform, Prisma, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { type ActionRow, loadAction, statusOf } from './action-row.ts'
import { enqueueIfReady } from './enqueue-action.ts'
import { moveAction, system } from './move-action.ts'
import { readResultBytes } from './tunables.ts'

/** How an attempt ended. */
export type AttemptEnd = { class: 'succeeded'; output: unknown } | { class: 'before_effect' | 'refused' | 'unknown'; error: AttemptError }

interface Ending {
  /** How many attempts the connection allows in all. */
  attempts: number
  fence: number
  operation: Operation | null
  durationMs: number | null
}

/**
 * Writes how an attempt ended, if this worker still holds the action (its fence), and what follows by the contract's
 * table. Answers the status it brought about, or null when a later claim has taken over.
 */
export async function settleAction(platform: Platform, id: string, end: AttemptEnd, ending: Ending): Promise<string | null> {
  return withTransaction(platform, async (tx) => {
    const row = await loadAction(tx, id)
    if (statusOf(row) !== 'running' || row.fence !== ending.fence) return null
    await closeAttempt(platform, tx, row, end, ending)
    if (end.class === 'succeeded') return succeed(platform, tx, row, end.output)
    return follow(platform, tx, row, end.error, ending)
  })
}

async function closeAttempt(platform: Platform, tx: Tx, row: ActionRow, end: AttemptEnd, { fence, durationMs }: Ending): Promise<void> {
  const seen =
    end.class === 'succeeded'
      ? Prisma.DbNull
      : toJson({ message: end.error.message, ...(isJsonObject(end.error.seen) ? end.error.seen : {}) })
  await tx.attempt.updateMany({
    where: { actionId: row.id, fence },
    data: { endedAt: platform.clock.now(), class: end.class, seen, durationMs },
  })
}

async function succeed(platform: Platform, tx: Tx, row: ActionRow, output: unknown): Promise<string | null> {
  const result = row.effect === 'read' ? capped(output) : output
  const moved = await moveAction(platform, tx, row, {
    to: 'succeeded',
    data: { result: toJson(result ?? {}), error: Prisma.DbNull },
    audit: {
      kind: 'action.settled',
      actor: system,
      content: { attempt: row.attempts, result: row.effect === 'read' ? null : (result ?? null) },
    },
  })
  return moved ? 'succeeded' : null
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

async function follow(
  platform: Platform,
  tx: Tx,
  row: ActionRow,
  error: AttemptError,
  { operation, attempts }: Ending,
): Promise<string | null> {
  const attemptsLeft = attempts - row.attempts
  const step = nextStep(error.class, { repeat: row.repeat as Repeat, attemptsLeft, hasCheck: operation?.check !== undefined })
  const stored = toJson({ message: error.message, class: error.class })
  if (step === 'again') {
    const delay = retryDelayMs(row.attempts, platform.random, error.retryAfterMs)
    const notBefore = new Date(platform.clock.now().getTime() + delay)
    const moved = await moveAction(platform, tx, row, {
      to: 'queued',
      data: { error: stored, notBefore },
      audit: {
        kind: 'action.attempt_ended',
        actor: system,
        content: { attempt: row.attempts, class: error.class, message: error.message, again: true, delayMs: delay },
      },
    })
    if (moved) await enqueueIfReady(platform, tx, row, { fence: row.fence, notBefore })
    return moved ? 'queued' : null
  }
  const to = step === 'failed' ? 'failed' : 'outcome_unknown'
  const moved = await moveAction(platform, tx, row, {
    to,
    data: { error: stored },
    audit: {
      kind: to === 'failed' ? 'action.settled' : 'action.outcome_unknown',
      actor: system,
      content: { attempt: row.attempts, class: error.class, message: error.message },
    },
  })
  return moved ? to : null
}
