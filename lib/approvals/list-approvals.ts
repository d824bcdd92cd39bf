import { type ActionRow, actionInclude, type SqlValues, sqlValues, statusOf } from '#lib/actions/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { dueSql, type InboxFilter, type InboxSort, inboxPartsSql, inboxSql } from './inbox-filter.ts'
import { whyNotDecide } from './may-decide.ts'

export interface Approval {
  id: string
  kind: 'action' | 'unknown'
  waitingSince: Date
  dueAt: Date | null
  mayDecide: boolean
  /** Why a person is asked, or why this one may not answer. */
  why: string
  action: ActionRow
}

/** Where a page of the inbox ended. */
export interface InboxPlace {
  /** Null: it has no time limit, or only asks what happened. */
  dueAt: Date | null
  risk: number
  waitingSince: Date
  id: string
}

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
  const ids = filter.kind === 'review' ? [] : await waitingIds(platform, caller, { filter, sort, limit: limit + 1, after })
  const rows = await platform.db.action.findMany({ where: { id: { in: ids.slice(0, limit) } }, include: actionInclude })
  const found = new Map(rows.map((row) => [row.id, row]))
  const items = ids.slice(0, limit).flatMap((id) => found.get(id) ?? [])
  const last = ids.length > limit ? items.at(-1) : undefined
  return { items: items.map((row) => toApproval(caller, row)), next: last === undefined ? null : placeOf(last) }
}

/** Counting stops here: one more than a badge can say. */
export const countedAtMost = 1_000

/** How many wait, up to `countedAtMost`; what the page's frame asks on every look. */
export async function countApprovals(
  platform: Platform,
  caller: Caller,
  filter: InboxFilter,
  most: number = countedAtMost,
): Promise<number> {
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

/** The ids of one page, in order. */
async function waitingIds(
  platform: Platform,
  caller: Caller,
  { filter, sort, limit, after }: Required<Omit<InboxPage, 'after'>> & Pick<InboxPage, 'after'>,
): Promise<string[]> {
  const few = (await countApprovals(platform, caller, filter, sortedAtMost)) < sortedAtMost
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

function placeSql({ dueAt, risk, waitingSince, id }: InboxPlace, sort: InboxSort, { add }: SqlValues): string {
  const due = `coalesce(${add(dueAt)}::timestamptz, '-infinity')`
  const rest = [due, `${add(waitingSince)}::timestamptz`, `${add(id)}::uuid`]
  return (sort === 'risk' ? [`${add(-risk)}::int`, ...rest] : rest).join(', ')
}

function placeOf(row: ActionRow): InboxPlace {
  return { dueAt: dueOf(row), risk: row.risk, waitingSince: row.waitingSince ?? row.createdAt, id: row.id }
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
