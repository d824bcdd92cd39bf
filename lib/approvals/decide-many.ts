import { isAppError } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { decideAction } from './decide-action.ts'
import type { DecisionRequest } from './lock-for-decision.ts'

/** So many cards are decided in one go at most. */
export const decidedTogetherAtMost = 50

/** What became of one decision of many: it stands; the card is no longer what was shown; it was refused. */
export interface ManyOutcome {
  id: string
  outcome: 'decided' | 'changed' | 'refused'
  /** Why, where it does not stand. */
  message: string | null
}

/**
 * Several decisions of one person, each on its own digest, in a transaction of its own: one that does not go through leaves the others.
 * What takes a passkey is refused like anywhere without a signature. Not idempotent: sent again, those that stand are `changed`.
 */
export async function decideMany(
  platform: Platform,
  { caller, decisions }: { caller: Caller; decisions: readonly Pick<DecisionRequest, 'actionId' | 'digest' | 'verdict' | 'comment'>[] },
): Promise<ManyOutcome[]> {
  const wanted = decisions.slice(0, decidedTogetherAtMost)
  const outcomes = new Map<string, ManyOutcome>()
  // The newest first: what waits for another is decided before that one can run to its end, or take it along when it is rejected.
  for (const { actionId, ...decision } of wanted.toSorted((one, other) => (one.actionId < other.actionId ? 1 : -1))) {
    outcomes.set(actionId, await outcomeOf(actionId, () => decideAction(platform, { actionId, caller, ...decision })))
  }
  return wanted.flatMap(({ actionId }) => outcomes.get(actionId) ?? [])
}

async function outcomeOf(id: string, decide: () => Promise<unknown>): Promise<ManyOutcome> {
  try {
    await decide()
    return { id, outcome: 'decided', message: null }
  } catch (error) {
    if (!isAppError(error) || error.code === 'internal') throw error
    return { id, outcome: error.code === 'conflict' ? 'changed' : 'refused', message: error.message }
  }
}
