import { type ActionRow, actionInclude, sqlValues, statusOf } from '#lib/actions/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { dueSql, hasWords, type InboxFilter, type InboxSort, inboxSql } from './inbox-filter.ts'
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
export async function countApprovals(platform: Platform, caller: Caller, filter: InboxFilter): Promise<number> {
  if (filter.kind === 'review') return 0
  const { values, add } = sqlValues()
  const fits = inboxSql(caller, filter, { add })
  const { rows } = await platform.pool.query<{ count: number }>(
    `select count(*)::int as count from (select from action a where a.status in ('awaiting_approval', 'outcome_unknown') and ${fits}
      limit ${countedAtMost}) as waiting`,
    values,
  )
  return rows[0]?.count ?? 0
}

/**
 * The ids of one page, in order. Without words the index of the order is walked from the place on: what waits is little beside what has
 * ended, which the planner cannot know. With words it chooses between that and the index of words.
 */
async function waitingIds(
  platform: Platform,
  caller: Caller,
  { filter, sort, limit, after }: Required<Omit<InboxPage, 'after'>> & Pick<InboxPage, 'after'>,
): Promise<string[]> {
  const { values, add } = sqlValues()
  const keys = [...(sort === 'risk' ? ['(-risk)'] : []), dueSql, '"waitingSince"', 'id']
  const waits = [`status in ('awaiting_approval', 'outcome_unknown')`]
  if (after !== undefined) {
    const place = [
      ...(sort === 'risk' ? [`${add(-after.risk)}::int`] : []),
      `coalesce(${add(after.dueAt)}::timestamptz, '-infinity')`,
      `${add(after.waitingSince)}::timestamptz`,
      `${add(after.id)}::uuid`,
    ]
    waits.push(`(${keys.join(', ')}) > (${place.join(', ')})`)
  }
  const fence = hasWords(filter) ? '' : 'offset 0'
  const { rows } = await platform.pool.query<{ id: string }>(
    `select a.id from (select * from action where ${waits.join(' and ')} order by ${keys.join(', ')} ${fence}) as a
      where ${inboxSql(caller, filter, { add })}
      order by ${keys.join(', ')} limit ${add(limit)}::int`,
    values,
  )
  return rows.map(({ id }) => id)
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
