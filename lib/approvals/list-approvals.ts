import { type ActionRow, actionInclude, sqlValues, statusOf } from '#lib/actions/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { dueSql, type InboxFilter, type InboxSort, inboxPartsSql, inboxSql } from './inbox-filter.ts'
import { type InboxPlace, mergePlaced, placeSql } from './inbox-place.ts'
import { whyNotDecide } from './may-decide.ts'
import { countWaitingReviews, listWaitingReviews } from './reviews/list-waiting-reviews.ts'
import type { ReviewView } from './reviews/review-view.ts'

interface Waiting {
  id: string
  waitingSince: Date
  dueAt: Date | null
  /** For a question: whether the caller may answer it. */
  mayDecide: boolean
  /** Why a person is asked, or why this one may not answer. */
  why: string
}

/** What waits for a person: an action to decide on, one whose outcome nobody knows, or a question of a run. */
export type Approval = Waiting &
  ({ kind: 'action' | 'unknown'; action: ActionRow; review?: never } | { kind: 'review'; review: ReviewView; action?: never })

export interface InboxPage {
  filter: InboxFilter
  sort?: InboxSort
  limit: number
  after?: InboxPlace | undefined
}

/** What waits for a person, first due or riskiest first, one page of it; `after` says where the page before ended. */
export async function listApprovals(
  platform: Platform,
  caller: Caller,
  { filter, sort = 'due', limit, after }: InboxPage,
): Promise<{ items: Approval[]; next: InboxPlace | null }> {
  const page = { filter, sort, limit: limit + 1, after }
  const [actions, reviews] = await Promise.all([waitingActions(platform, caller, page), listWaitingReviews(platform, caller, page)])
  const merged = mergePlaced(
    actions.map((row) => ({ place: placeOf(row), item: toApproval(caller, row) })),
    reviews.map((review) => ({ place: placeOfReview(review), item: reviewApproval(review) })),
    sort,
  )
  const shown = merged.slice(0, limit)
  return { items: shown.map(({ item }) => item), next: merged.length > limit ? (shown.at(-1)?.place ?? null) : null }
}

/** Counting stops here: one more than a badge can say. */
export const countedAtMost = 1_000

/** How many wait, up to `countedAtMost`; what the page's frame asks on every look. */
export async function countApprovals(platform: Platform, caller: Caller, filter: InboxFilter): Promise<number> {
  const [actions, reviews] = await Promise.all([
    countActions(platform, caller, filter, countedAtMost),
    countWaitingReviews(platform, caller, filter, countedAtMost),
  ])
  return Math.min(countedAtMost, actions + reviews)
}

async function countActions(platform: Platform, caller: Caller, filter: InboxFilter, most: number): Promise<number> {
  if (filter.kind === 'review') return 0
  const { values, add } = sqlValues()
  const [first, rest] = inboxPartsSql(caller, filter, { add }).map(
    (fits) => `(select count(*)::int from (select from action a where ${fits} limit ${most}) as part)`,
  )
  const { rows } = await platform.pool.query<{ count: number }>(
    `select case when count >= ${most} then count else least(count + ${rest}, ${most}) end as count
      from (select ${first} as count offset 0) as decisions`,
    values,
  )
  return rows[0]?.count ?? 0
}

/** So many are found by what they ask for, and sorted; where more fit, the index of the order gives the first of them sooner. */
const sortedAtMost = 200

type PageOfPart = Required<Omit<InboxPage, 'after'>> & Pick<InboxPage, 'after'>

async function waitingActions(platform: Platform, caller: Caller, page: PageOfPart): Promise<ActionRow[]> {
  const ids = page.filter.kind === 'review' ? [] : await waitingIds(platform, caller, page)
  const rows = await platform.db.action.findMany({ where: { id: { in: ids } }, include: actionInclude })
  const found = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** The ids of one page, in order. */
async function waitingIds(platform: Platform, caller: Caller, { filter, sort, limit, after }: PageOfPart): Promise<string[]> {
  const few = (await countActions(platform, caller, filter, sortedAtMost)) < sortedAtMost
  const { values, add } = sqlValues()
  const found = few
    ? inboxPartsSql(caller, filter, { add }).map((fits) => `select * from action a where ${fits}`)
    : [`select * from action a where ${inboxSql(caller, filter, { add })}`]
  const keys = [...(sort === 'risk' ? ['(-risk)'] : []), dueSql, '"waitingSince"', 'id'].join(', ')
  const place = after === undefined ? 'true' : `(${keys}) > (${placeSql(after, sort, { add })})`
  const { rows } = await platform.pool.query<{ id: string }>(
    `select id from (${found.join(' union all ')}) as a where ${place} order by ${keys} limit ${add(limit)}::int`,
    values,
  )
  return rows.map(({ id }) => id)
}

function placeOf(row: ActionRow): InboxPlace {
  return { dueAt: dueOf(row), risk: row.risk, waitingSince: row.waitingSince ?? row.createdAt, id: row.id }
}

function placeOfReview({ id, dueAt, waitingSince }: ReviewView): InboxPlace {
  return { dueAt: dateOf(dueAt), risk: 0, waitingSince: new Date(waitingSince), id }
}

function dateOf(time: string | null): Date | null {
  return time === null ? null : new Date(time)
}

function reviewApproval(review: ReviewView): Approval {
  const { id, waitingSince, dueAt, mayAnswer, whyNot, question } = review
  const why = whyNot ?? question
  return { id, kind: 'review', waitingSince: new Date(waitingSince), dueAt: dateOf(dueAt), mayDecide: mayAnswer, why, review }
}

function dueOf(row: ActionRow): Date | null {
  return statusOf(row) === 'outcome_unknown' ? null : row.dueAt
}

export function whyNotResolve(caller: Caller, row: ActionRow): string | null {
  if (can(caller, 'action.resolve', { ownerId: row.requestedById })) return null
  return row.requestedById === caller.personId
    ? 'You asked for it, so someone else has to say how it ended.'
    : 'An approver has to say how it ended.'
}

function toApproval(caller: Caller, row: ActionRow): Approval {
  const unknown = statusOf(row) === 'outcome_unknown'
  const whyNot = unknown ? whyNotResolve(caller, row) : whyNotDecide(caller, row)
  const asked = unknown ? 'Nobody saw how it ended.' : (row.waitingNote ?? reasons(row))
  return {
    id: row.id,
    kind: unknown ? 'unknown' : 'action',
    waitingSince: row.waitingSince ?? row.createdAt,
    dueAt: dueOf(row),
    mayDecide: whyNot === null,
    why: whyNot ?? asked,
    action: row,
  }
}

function reasons(row: ActionRow): string {
  const policy = row.policy as { rules?: { verdict: string; reason: string }[] } | null
  return (
    policy?.rules
      ?.filter(({ verdict }) => verdict === 'require_approval')
      .map(({ reason }) => reason)
      .join(' ') || 'The policy asks for a person.'
  )
}
