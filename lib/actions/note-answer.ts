import { AttemptError } from '#lib/core/index.ts'
import { type Platform, storableText } from '#lib/platform/index.ts'
import { breakerLimits } from './gate-limits.ts'
import { writeEnds } from './ledger.ts'

/** Tells a connection's gate how a read outside of any attempt (a live preview) went: `error` null where it answered. */
export async function noteAnswer(platform: Platform, connectionId: string, error: unknown): Promise<void> {
  const silent = error instanceof AttemptError && error.class !== 'refused' && error.retryAfterMs === undefined
  if (error !== null && !silent) return
  await writeEnds(platform.pool, {
    moves: [],
    events: [],
    attempts: [],
    jobs: [],
    ends: [{ connectionId, answered: error === null, failures: silent ? 1 : 0, why: silent ? storableText(error.message) : null }],
    limits: breakerLimits,
    at: platform.clock.now(),
  })
}
