import { AppError } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { maySeeReview, type ReviewView, reviewViews } from './review-view.ts'

/** A question that the caller may see, answered ones too. Throws `not_found`. */
export async function getReview(platform: Platform, { reviewId, caller }: { reviewId: string; caller: Caller }): Promise<ReviewView> {
  const row = await platform.db.review.findUnique({ where: { id: reviewId } })
  const [view] = row === null || !maySeeReview(caller, row) ? [] : await reviewViews(platform, caller, [row])
  if (view === undefined) throw new AppError('not_found', 'There is no such question.')
  return view
}
