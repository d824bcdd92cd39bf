import { setTimeout as wait } from 'node:timers/promises'

/** The first answer of `look` that is neither null, undefined nor false. Fails with `what` after `within` milliseconds. */
export async function waitFor<T>(
  look: () => T | Promise<T>,
  { within = 25_000, every = 50, what = 'what the test waits for' }: { within?: number; every?: number; what?: string } = {},
): Promise<Exclude<T, null | undefined | false>> {
  const until = performance.now() + within
  let last: unknown
  for (;;) {
    // Looked at once more after the time: a stall must not hide what came meanwhile.
    const late = performance.now() >= until
    try {
      const seen = await look()
      if (seen !== null && seen !== undefined && seen !== false) return seen as Exclude<T, null | undefined | false>
    } catch (error) {
      last = error
    }
    if (late) break
    await wait(every)
  }
  throw new Error(`${what} did not come within ${within} ms`, { cause: last })
}
