import type { Clock } from '#lib/platform/clock.ts'

/** A clock that a test can move. Between moves it runs like the real one, unless it is stopped. */
export interface TestClock extends Clock {
  /** Moves both readings forward. */
  advance(milliseconds: number): void
  /** From now on time stands still but for `advance`. */
  stop(): void
}

export function testClock(start: Date = new Date()): TestClock {
  const began = performance.now()
  let moved = 0
  let stoppedAt: number | null = null
  const elapsed = () => (stoppedAt ?? performance.now() - began) + moved
  return {
    now: () => new Date(start.getTime() + elapsed()),
    monotonic: () => began + elapsed(),
    advance: (milliseconds) => {
      moved += milliseconds
    },
    stop: () => {
      stoppedAt ??= performance.now() - began
    },
  }
}
