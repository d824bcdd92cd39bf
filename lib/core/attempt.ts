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

  /** `message` is shown to people: what happened, in plain words. */
  constructor(
    attemptClass: Exclude<AttemptClass, 'succeeded'>,
    message: string,
    options: { retryAfterMs?: number; seen?: unknown; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.class = attemptClass
    this.retryAfterMs = options.retryAfterMs
    this.seen = options.seen
  }
}

/** What the ledger does after an attempt that did not succeed. */
export type NextStep = 'again' | 'failed' | 'check' | 'outcome_unknown'

/** `attemptsLeft` counts those after this one. A key that has expired on the other side makes `idempotent` a `never`. */
export function nextStep(
  seen: Exclude<AttemptClass, 'succeeded'>,
  { repeat, attemptsLeft, hasCheck }: { repeat: Repeat; attemptsLeft: number; hasCheck: boolean },
): NextStep {
  if (seen === 'refused') return 'failed'
  if (seen === 'before_effect') return attemptsLeft > 0 ? 'again' : 'failed'
  if (repeat !== 'never') return attemptsLeft > 0 ? 'again' : 'outcome_unknown'
  return hasCheck ? 'check' : 'outcome_unknown'
}

export const retryDefaults = { attempts: 8, firstDelayMs: 500, maxDelayMs: 30_000, deadlineMs: 15_000, leaseMs: 30_000 } as const

/** Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): uniform in [0, min(max, first × 2^(n−1))], never below what the other side asked for. */
export function retryDelayMs(attempt: number, random: () => number, retryAfterMs = 0): number {
  const ceiling = Math.min(retryDefaults.maxDelayMs, retryDefaults.firstDelayMs * 2 ** (attempt - 1))
  return Math.max(retryAfterMs, Math.round(random() * ceiling))
}
