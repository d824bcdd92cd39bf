import { recordAudit } from '#lib/audit/index.ts'
import { type ActionStatus, isSettled, mayMove } from '#lib/core/index.ts'
import { type Platform, type Prisma, queueJob, type Tx } from '#lib/platform/index.ts'
import { type ActionRow, statusOf } from './action-row.ts'
import { lockDependents, outcomesJob, withdrawnBecause } from './dependents.ts'
import { enqueueIfReady } from './enqueue-action.ts'

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
  platform.live.publish(tx, { type: 'action.updated', id: row.id, ...audience })
  if (to === 'awaiting_approval' || to === 'outcome_unknown') {
    platform.live.publish(tx, { type: 'approval.opened', id: row.id, people: [row.requestedById], roles: ['admin', 'approver'] })
  } else if (from === 'awaiting_approval' || from === 'outcome_unknown') {
    platform.live.publish(tx, { type: 'approval.closed', id: row.id, people: [row.requestedById], roles: ['admin', 'approver'] })
  }
  if (row.conversationId !== null) {
    platform.live.publish(tx, { type: 'conversation.updated', id: row.conversationId, people: [row.requestedById] })
  }
}

/**
 * What a settled action causes, in its own transaction: those that waited for it may run, or are cancelled when it did
 * not succeed, and the conversation that asked hears of it.
 */
async function followSettled(platform: Platform, tx: Tx, row: ActionRow, settled: ActionStatus): Promise<void> {
  for (const dependent of await lockDependents(tx, row)) {
    if (settled === 'succeeded') {
      if (statusOf(dependent) === 'queued') await enqueueIfReady(platform, tx, dependent, { fence: dependent.fence })
      continue
    }
    await moveAction(platform, tx, dependent, {
      to: 'cancelled',
      data: { error: { message: withdrawnBecause(row, settled) } },
      audit: { kind: 'action.cancelled', actor: system, content: { because: row.id, predecessor: settled } },
    })
  }
  if (row.conversationId === null || row.told) return
  await queueJob(tx, platform.live, { queue: 'turns', id: outcomesJob(row.conversationId), jobId: `outcomes-${row.id}-${row.fence}` })
}
