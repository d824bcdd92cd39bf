import { AppError, holdsRole, type Role, roles } from '#lib/core/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Platform, Prisma } from '#lib/platform/index.ts'
import { maySeeReview, type ReviewView, reviewViews } from './review-view.ts'

type Scope = 'mine' | 'all'

/** Questions of runs that wait, first due first, one page of them; `mine`: what the caller may answer. */
export async function listReviews(
  platform: Platform,
  caller: Caller,
  { scope, limit, offset = 0 }: { scope: Scope; limit: number; offset?: number },
): Promise<{ items: ReviewView[]; more: boolean }> {
  const rows = await platform.db.review.findMany({
    where: whereOf(caller, scope),
    orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { createdAt: 'asc' }, { id: 'asc' }],
    take: limit + 1,
    skip: offset,
  })
  return { items: await reviewViews(platform, caller, rows.slice(0, limit)), more: rows.length > limit }
}

/** How many of them wait. */
export function countReviews(platform: Platform, caller: Caller, scope: Scope): Promise<number> {
  return platform.db.review.count({ where: whereOf(caller, scope) })
}

/** One that the caller may see, answered ones too. Throws `not_found`. */
export async function getReview(platform: Platform, { reviewId, caller }: { reviewId: string; caller: Caller }): Promise<ReviewView> {
  const row = await platform.db.review.findUnique({ where: { id: reviewId } })
  const [view] = row === null || !maySeeReview(caller, row) ? [] : await reviewViews(platform, caller, [row])
  if (view === undefined) throw new AppError('not_found', 'There is no such question.')
  return view
}

/** The rules of `whyNotAnswer` and `maySeeReview` as a condition on rows; a test holds them together. */
function whereOf(caller: Caller, scope: Scope): Prisma.ReviewWhereInput {
  const waiting: Prisma.ReviewWhereInput = { status: 'waiting' }
  const speaking = [caller, ...caller.standsInFor]
  if (scope === 'all') {
    if (can(caller, 'action.readAll')) return waiting
    return { ...waiting, OR: [{ ownerId: caller.personId }, { askedRole: { in: rolesHeld(speaking.flatMap((one) => [...one.roles])) } }] }
  }
  if (!can(caller, 'review.answer')) return { id: { in: [] } }
  return {
    ...waiting,
    ownerId: { notIn: speaking.map(({ personId }) => personId) },
    OR: speaking.map((one) => ({
      askedRole: { in: rolesHeld(one.roles) },
      OR: [{ askedTeam: null }, { askedTeam: { in: [...one.teams] } }],
    })),
  }
}

function rolesHeld(held: readonly Role[]): Role[] {
  return roles.filter((role) => holdsRole(held, role))
}
