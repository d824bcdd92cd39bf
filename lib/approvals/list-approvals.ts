import { type ActionRow, actionInclude, sightFilter, statusOf } from '#lib/actions/index.ts'
import { holdsRole, roles } from '#lib/core/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Platform, Prisma } from '#lib/platform/index.ts'
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

/** What waits for a person, first due first, one page of it; `mine`: what the caller may decide. */
export async function listApprovals(
  platform: Platform,
  caller: Caller,
  { scope, limit, offset = 0 }: { scope: 'mine' | 'all'; limit: number; offset?: number },
): Promise<{ items: Approval[]; total: number }> {
  const where = whereOf(caller, scope)
  const [rows, total] = await Promise.all([
    platform.db.action.findMany({
      where,
      include: actionInclude,
      orderBy: [{ dueAt: { sort: 'asc', nulls: 'first' } }, { waitingSince: 'asc' }, { id: 'asc' }],
      take: limit,
      skip: offset,
    }),
    platform.db.action.count({ where }),
  ])
  return { items: rows.map((row) => toApproval(caller, row)), total }
}

/** How many wait; what the page's frame asks on every look. */
export function countApprovals(platform: Platform, caller: Caller, scope: 'mine' | 'all'): Promise<number> {
  return platform.db.action.count({ where: whereOf(caller, scope) })
}

function whereOf(caller: Caller, scope: 'mine' | 'all'): Prisma.ActionWhereInput {
  const waits: Prisma.ActionWhereInput = { status: { in: ['awaiting_approval', 'outcome_unknown'] } }
  return { AND: [waits, sightFilter(caller), ...(scope === 'mine' ? [mineFilter(caller)] : [])] }
}

/** The rules of `whyNotDecide` and `whyNotResolve` as a condition on rows; a test holds them together. */
function mineFilter(caller: Caller): Prisma.ActionWhereInput {
  if (caller.via === 'key' && !caller.scopes.includes('decide')) return { id: { in: [] } }
  const asks = (requirement: object): Prisma.ActionWhereInput => ({ policy: { path: ['requirements'], array_contains: [requirement] } })
  const held = roles.filter((role) => holdsRole(caller.roles, role))
  const uninvolved: Prisma.ActionWhereInput = { requestedById: { not: caller.personId }, NOT: { editedBy: { has: caller.personId } } }
  const decidable: Prisma.ActionWhereInput = {
    status: 'awaiting_approval',
    digest: { not: null },
    OR: held.flatMap((role) => [{ AND: [asks({ role }), uninvolved] }, asks({ role, requesterExcluded: false })]),
    decisions: { none: { personId: caller.personId, voidedAt: null, verdict: 'approve' } },
  }
  if (!can(caller, 'action.resolve')) return decidable
  return { OR: [decidable, { status: 'outcome_unknown', requestedById: { not: caller.personId } }] }
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
    dueAt: unknown ? null : row.dueAt,
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
