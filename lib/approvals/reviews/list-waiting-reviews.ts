import { sqlValues } from '#lib/actions/index.ts'
import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { InboxFilter, InboxSort } from '../inbox-filter.ts'
import { type InboxPlace, placeSql } from '../inbox-place.ts'
import { type ReviewView, reviewViews } from './review-view.ts'
import { reviewDueSql, reviewsSql } from './reviews-sql.ts'

/** The questions of one page of the inbox, in its order. */
export async function listWaitingReviews(
  platform: Platform,
  caller: Caller,
  { filter, sort, limit, after }: { filter: InboxFilter; sort: InboxSort; limit: number; after?: InboxPlace | undefined },
): Promise<ReviewView[]> {
  const { values, add } = sqlValues()
  const fits = reviewsSql(caller, filter, { add })
  if (fits === null) return []
  const keys = [...(sort === 'risk' ? ['0'] : []), reviewDueSql, 'r."createdAt"', 'r.id']
  const place = after === undefined ? 'true' : `(${keys.join(', ')}) > (${placeSql(after, sort, { add })})`
  const { rows } = await platform.pool.query<{ id: string }>(
    `select r.id from review r where ${fits} and ${place} order by ${keys.slice(-3).join(', ')} limit ${add(limit)}::int`,
    values,
  )
  const found = await platform.db.review.findMany({ where: { id: { in: rows.map(({ id }) => id) } } })
  const inOrder = rows.flatMap(({ id }) => found.find((row) => row.id === id) ?? [])
  return reviewViews(platform, caller, inOrder)
}

/** How many of them wait, up to `most`. */
export async function countWaitingReviews(platform: Platform, caller: Caller, filter: InboxFilter, most: number): Promise<number> {
  const { values, add } = sqlValues()
  const fits = reviewsSql(caller, filter, { add })
  if (fits === null) return 0
  const { rows } = await platform.pool.query<{ count: number }>(
    `select count(*)::int as count from (select from review r where ${fits} limit ${add(most)}::int) as waiting`,
    values,
  )
  return rows[0]?.count ?? 0
}
