import type { Platform } from '#lib/platform/index.ts'
import { policyInForce, type Timers, timersFrom } from '#lib/policy/index.ts'
import type { StoredPolicy } from '../action-row.ts'

/** The columns of a card that begins to wait, or to wait anew: nobody has been asked besides yet. */
export type FreshTimers = Timers & { escalatedTo: string[] }

/** Counted from now by what the verdict says, in the organisation's business hours where it means those. */
export async function freshTimers(platform: Platform, policy: Pick<StoredPolicy, 'timeLimit'> | null): Promise<FreshTimers> {
  const { calendar } = await policyInForce(platform)
  return { ...timersFrom(platform.clock.now(), policy?.timeLimit ?? null, calendar), escalatedTo: [] }
}
