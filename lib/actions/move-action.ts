import { recordAudit } from '#lib/audit/index.ts'
import { type ActionStatus, isSettled, mayMove } from '#lib/core/index.ts'
import { type Platform, type Prisma, queueJob, type Tx } from '#lib/platform/index.ts'
import { type ActionRow, statusOf } from './action-row.ts'
import { followSettled } from './follow-settled.ts'

export interface Actor {
  kind: 'person' | 'system' | 'model'
  id: string | null
}
export const system: Actor = { kind: 'system', id: null }

export interface Move {
  to: ActionStatus
  /** What else changes in the row. */
  data?: Prisma.ActionUncheckedUpdateManyInput
  /** Guards besides status and fence, e.g. the digest that was decided on. */
  guard?: Prisma.ActionWhereInput
  audit: { kind: string; actor: Actor; content: Record<string, unknown> }
}

/**
 * The only way an action changes its status: a compare-and-set on status and fence of the row as it was read,
 * with its audit event, its live hints and whatever a settled action causes, in the caller's transaction.
 * Answers false, with nothing written, when somebody else moved it first.
 */
export async function moveAction(platform: Platform, tx: Tx, row: ActionRow, move: Move): Promise<boolean> {
  const from = statusOf(row)
  if (!mayMove(from, move.to)) throw new TypeError(`an action cannot go from ${from} to ${move.to}`)
  const now = platform.clock.now()
  const { count } = await tx.action.updateMany({
    where: { AND: [{ id: row.id, status: from, fence: row.fence }, move.guard ?? {}] },
    data: {
      ...move.data,
      status: move.to,
      ...(isSettled(move.to) ? { settledAt: now, leaseUntil: null } : {}),
      ...(move.to === 'awaiting_approval' && from !== 'awaiting_approval' ? { waitingSince: now } : {}),
      // From now on it asks every approver how it ended, whoever was asked before it ran.
      ...(move.to === 'outcome_unknown'
        ? { waitingSince: now, leaseUntil: null, askedRoles: [...new Set([...row.askedRoles, 'approver'])] }
        : {}),
      ...(move.to === 'queued' ? { queuedAt: now, leaseUntil: null } : {}),
    },
  })
  if (count !== 1) return false
  await recordAudit(tx, {
    kind: move.audit.kind,
    actor: move.audit.actor,
    subject: { kind: 'action', id: row.id },
    content: { from, to: move.to, ...move.audit.content },
    traceId: row.traceId,
  })
  await announce(platform, tx, row, from, move.to)
  if (isSettled(move.to)) await followSettled(platform, tx, row, move.to)
  return true
}

/** Tells the pages of everyone who may see the action to look again. */
export async function announce(platform: Platform, tx: Tx, row: ActionRow, from: ActionStatus | null, to: ActionStatus): Promise<void> {
  const audience = { people: [row.requestedById], roles: ['admin', 'auditor', ...row.askedRoles] }
  await platform.live.publish(tx, { type: 'action.updated', id: row.id, ...audience })
  if (to === 'awaiting_approval' || to === 'outcome_unknown') {
    await platform.live.publish(tx, { type: 'approval.opened', id: row.id, people: [row.requestedById], roles: ['admin', 'approver'] })
  } else if (from === 'awaiting_approval' || from === 'outcome_unknown') {
    await platform.live.publish(tx, { type: 'approval.closed', id: row.id, people: [row.requestedById], roles: ['admin', 'approver'] })
  }
  if (row.conversationId !== null) {
    await platform.live.publish(tx, { type: 'conversation.updated', id: row.conversationId, people: [row.requestedById] })
  }
}

/** Whether everything that has to be done first is done. */
export function predecessorsDone(row: ActionRow): boolean {
  return row.after.every(({ predecessor }) => predecessor.status === 'succeeded')
}

/** Lets a worker claim it, unless it still waits for others; their success does it then. */
export async function enqueueIfReady(
  platform: Platform,
  tx: Tx,
  row: ActionRow,
  options: { fence: number; notBefore?: Date },
): Promise<void> {
  if (!predecessorsDone(row)) return
  const { notBefore } = options
  await queueJob(tx, platform.live, {
    queue: 'actions',
    id: row.id,
    jobId: `${row.id}-${options.fence}`,
    ...(notBefore === undefined ? {} : { notBefore }),
  })
}
