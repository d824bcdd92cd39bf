import { type ActionRow, actionInclude, sightFilter, statusOf } from '#lib/actions/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
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

/** The longest list that is judged at once. */
const maxListed = 1_000

/** What waits for a person, first due first; `mine`: what the caller may decide. */
export async function listApprovals(
  platform: Platform,
  caller: Caller,
  { scope, limit, offset = 0 }: { scope: 'mine' | 'all'; limit: number; offset?: number },
): Promise<{ items: Approval[]; total: number }> {
  const rows = await platform.db.action.findMany({
    where: { AND: [{ status: { in: ['awaiting_approval', 'outcome_unknown'] } }, sightFilter(caller)] },
    include: actionInclude,
    orderBy: [{ dueAt: { sort: 'asc', nulls: 'first' } }, { waitingSince: 'asc' }, { id: 'asc' }],
    take: maxListed,
  })
  const all = rows.map((row) => toApproval(caller, row)).filter(({ mayDecide }) => scope === 'all' || mayDecide)
  return { items: all.slice(offset, offset + limit), total: all.length }
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
