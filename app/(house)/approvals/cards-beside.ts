import { getAction, listActions, policyOf } from '#lib/actions/index.ts'
import { getReview, type ReviewView } from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { cardsOf } from '#lib/faces/index.ts'
import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'

/** How far back among its conversation's actions the others of a card's turn are looked for. */
const bundleLimit = 50

/** The chosen card and what else its turn asked people for: decided together, and read together afterwards. */
export async function cardsBeside(platform: Platform, caller: Caller, id: string) {
  const chosen = await getAction(platform, { actionId: id, caller }).catch((error: unknown) => {
    if (isAppError(error, 'not_found')) return null
    throw error
  })
  if (chosen === null) return []
  const { conversationId, turnId } = chosen
  const { items } = conversationId === null ? { items: [] } : await listActions(platform, caller, { conversationId, limit: bundleLimit })
  const siblings = items.filter((row) => row.turnId === turnId && row.id !== id && policyOf(row)?.verdict === 'require_approval')
  return cardsOf(
    platform,
    caller,
    [chosen, ...siblings].sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
}

/** The question of a run that was chosen; null: it is none, or not one that the caller may see. */
export async function reviewBeside(platform: Platform, caller: Caller, reviewId: string): Promise<ReviewView | null> {
  return getReview(platform, { reviewId, caller }).catch((error: unknown) => {
    if (isAppError(error, 'not_found')) return null
    throw error
  })
}
