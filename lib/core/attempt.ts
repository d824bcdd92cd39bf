import type { Repeat } from './effect.ts'

/** What an attempt's end means (the contract's second table). */
export type AttemptClass = 'succeeded' | 'before_effect' | 'refused' | 'unknown'

/** Thrown by a connector's client: what was seen, and what that means for the effect. */
export class AttemptError extends Error {
  override readonly name = 'AttemptError'
  readonly class: Exclude<AttemptClass, 'succeeded'>
  /** Milliseconds that the other side asked to wait. */
  readonly retryAfterMs: number | undefined
  /** A capped excerpt of what came back, without secrets. */
  readonly seen: unknown
  /** The cause is on our side: it says nothing about the other system. */
  readonly ours: boolean

  /** `message` is shown to people: what happened, in plain words. */
  constructor(
    attemptClass: Exclude<AttemptClass, 'succeeded'>,
    message: string,
    options: { retryAfterMs?: number; seen?: unknown; ours?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.class = attemptClass
    this.retryAfterMs = options.retryAfterMs
    this.seen = options.seen
    this.ours = options.ours ?? false
  }
}

/** What the ledger does after an attempt that did not succeed. */
export type NextStep = 'again' | 'failed' | 'check' | 'outcome_unknown'

/**
 * `attemptsLeft` counts those after this one. A key that has expired on the other side makes `idempotent` a `never`.
 * `inDoubt`: an earlier attempt of the same action ended and nobody saw how. It may have happened then, so what this one
 * saw (busy, or refused) is no proof that it did not, and `failed` would be a lie.
 */
export function nextStep(
  seen: Exclude<AttemptClass, 'succeeded'>,
  { repeat, attemptsLeft, hasCheck, inDoubt = false }: { repeat: Repeat; attemptsLeft: number; hasCheck: boolean; inDoubt?: boolean },
): NextStep {
  const unproved = hasCheck ? 'check' : 'outcome_unknown'
  const undone = inDoubt ? unproved : 'failed'
  if (seen === 'refused') return undone
  if (seen === 'before_effect') return attemptsLeft > 0 ? 'again' : undone
  if (repeat !== 'never') return attemptsLeft > 0 ? 'again' : 'outcome_unknown'
  return unproved
}

export const retryDefaults = {
  attempts: 8,
  firstDelayMs: 500,
  maxDelayMs: 30_000,
  deadlineMs: 15_000,
  leaseMs: 30_000,
  /** From its first attempt on, an action is tried for so long at most. */
  totalMs: 6 * 3_600_000,
  /** How long the other side is trusted to keep our keys, where the connection says nothing else. */
  keyTtlMs: 24 * 3_600_000,
} as const

/**
 * What a repeat may count on now: a key that was first sent longer ago than the other side keeps it protects from nothing, so an
 * `idempotent` operation is then a `never`. The request's own deadline is kept as a margin.
 */
export function repeatNow(
  repeat: Repeat,
  { firstSentAt, now, keyTtlMs }: { firstSentAt: Date | null; now: Date; keyTtlMs: number },
): Repeat {
  if (repeat !== 'idempotent' || firstSentAt === null) return repeat
  return now.getTime() - firstSentAt.getTime() > keyTtlMs - retryDefaults.deadlineMs ? 'never' : repeat
}

/** Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): uniform in [0, min(max, first × 2^(n−1))], never below what the other side asked for. */
export function retryDelayMs(attempt: number, random: () => number, retryAfterMs = 0): number {
  const ceiling = Math.min(retryDefaults.maxDelayMs, retryDefaults.firstDelayMs * 2 ** (attempt - 1))
  return Math.max(retryAfterMs, Math.round(random() * ceiling))
}
