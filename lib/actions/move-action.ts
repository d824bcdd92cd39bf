import { type ActionStatus, isSettled, mayMove } from '#lib/core/index.ts'
import { hintOutbox, type Platform, Prisma, type Tx } from '#lib/platform/index.ts'
import { type ActionRow, statusOf } from './action-row.ts'
import { lockDependents, outcomesJob, withdrawnBecause } from './dependents.ts'
import { enqueueIfReady } from './enqueue-action.ts'
import { type EventRecord, eventRecord, type JobRecord, type MoveRecord, writeMoves } from './ledger.ts'
import { tellOfMove } from './tell-of-move.ts'

export interface Actor {
  kind: 'person' | 'system' | 'model'
  id: string | null
}
export const system: Actor = { kind: 'system', id: null }

type Columns =
  | 'digest'
  | 'input'
  | 'preview'
  | 'summary'
  | 'policy'
  | 'askedRoles'
  | 'editedBy'
  | 'pendingEdit'
  | 'waitingNote'
  | 'result'
  | 'error'
  | 'attempts'
  | 'fence'
  | 'leaseUntil'
  | 'notBefore'
  | 'firstSentAt'
  | 'retryUntil'
  | 'dueAt'
  | 'operationVersion'
  | 'connectionRevision'
  | 'checks'
  | 'checkAfter'
  | 'remindAt'
  | 'escalateAt'
  | 'escalatedTo'
  | 'assigneeId'
  | 'asks'
  | 'risk'
  | 'moneyMinor'
  | 'recipientDomains'
  | 'grantId'

export interface Move {
  to: ActionStatus
  /** What else changes in the row: dates, JSON values, null (Prisma.DbNull too). */
  data?: Partial<Record<Columns, unknown>>
  /** A guard besides status and fence: the digest that was decided on. */
  guard?: { digest: string | null }
  audit: { kind: string; actor: Actor; content: Record<string, unknown> }
}

/** A move as it is written, with what it causes by itself: the conversation that asked hears of the end. */
export interface PreparedMove {
  move: MoveRecord
  event: EventRecord
  jobs: JobRecord[]
}

/** Throws TypeError for a way that the contract's table lacks. */
export function prepareMove(
  platform: Platform,
  row: Pick<ActionRow, 'id' | 'status' | 'fence' | 'traceId' | 'askedRoles' | 'conversationId' | 'told'>,
  { to, data = {}, guard, audit }: Move,
): PreparedMove {
  const from = statusOf(row)
  if (!mayMove(from, to)) throw new TypeError(`an action cannot go from ${from} to ${to}`)
  const now = platform.clock.now()
  const columns = Object.entries(data).map(([name, value]) => [name, value === Prisma.DbNull ? null : value])
  const patch = { ...Object.fromEntries(columns), ...stamps(row, from, to, now), status: to, updatedAt: now }
  const content = { from, to, ...audit.content }
  return {
    move: {
      id: row.id,
      from,
      fence: row.fence,
      guarded: guard !== undefined,
      digest: guard?.digest ?? null,
      unlessDependents: false,
      patch,
    },
    event: eventRecord(row.id, { kind: audit.kind, actor: audit.actor, content, traceId: row.traceId, at: now }),
    jobs: isSettled(to) ? tellingJobs(row) : [],
  }
}

/** What each state brings with it. */
function stamps(row: Pick<ActionRow, 'askedRoles'>, from: ActionStatus, to: ActionStatus, now: Date): Record<string, unknown> {
  const stamped = stampsOf(row, from, to, now)
  // What no longer waits asks nobody.
  return from === 'awaiting_approval' && to !== 'awaiting_approval' ? { ...stamped, asks: [] } : stamped
}

function stampsOf(row: Pick<ActionRow, 'askedRoles'>, from: ActionStatus, to: ActionStatus, now: Date): Record<string, unknown> {
  if (isSettled(to)) return { settledAt: now, leaseUntil: null, checkAfter: null }
  if (to === 'awaiting_approval' && from !== 'awaiting_approval') return { waitingSince: now }
  // From now on it asks every approver how it ended, whoever was asked before it ran.
  if (to === 'outcome_unknown') return { waitingSince: now, leaseUntil: null, askedRoles: [...new Set([...row.askedRoles, 'approver'])] }
  if (to === 'queued') return { queuedAt: now, leaseUntil: null }
  return {}
}

function tellingJobs(row: Pick<ActionRow, 'id' | 'fence' | 'conversationId' | 'told'>): JobRecord[] {
  if (row.conversationId === null || row.told) return []
  const data = { id: outcomesJob(row.conversationId) }
  return [{ actionId: row.id, queue: 'turns', jobId: `outcomes-${row.id}-${row.fence}`, data }]
}

/**
 * The only way an action changes its status: a compare-and-set on status and fence of the row as it was read,
 * with its audit event, its live hints and whatever a settled action causes, in the caller's transaction.
 * Answers false, with nothing written, when somebody else moved it first.
 */
export async function moveAction(platform: Platform, tx: Tx, row: ActionRow, move: Move): Promise<boolean> {
  const { move: record, event, jobs } = prepareMove(platform, row, move)
  const moved = await writeMoves(tx, { moves: [record], events: [event], attempts: [], jobs })
  const hasDependents = moved.get(row.id)
  if (hasDependents === undefined) return false
  await tellOfMove(platform, tx, row, { to: move.to, data: move.data ?? {}, actor: move.audit.actor })
  await followMove(platform, tx, row, { to: move.to, hasDependents })
  return true
}

/** What is done after a move was written, in its transaction: pages are told to look again, those that waited for it go on or are withdrawn. */
export async function followMove(
  platform: Platform,
  tx: Tx,
  row: ActionRow,
  { to, hasDependents }: { to: ActionStatus; hasDependents: boolean },
): Promise<void> {
  announce(platform, tx, row, statusOf(row), to)
  if (isSettled(to) && hasDependents) await followDependents(platform, tx, row, to)
}

/** Tells the pages of everyone who may see the action to look again. */
export function announce(
  platform: Platform,
  on: Tx | Platform['pool'],
  row: Pick<ActionRow, 'id' | 'requestedById' | 'askedRoles' | 'conversationId' | 'told' | 'undoOfId'>,
  from: ActionStatus | null,
  to: ActionStatus,
): void {
  const { live } = platform
  live.publish(on, {
    type: 'action.updated',
    id: row.id,
    status: to,
    people: [row.requestedById],
    roles: ['admin', 'auditor', ...row.askedRoles],
  })
  if (to === 'awaiting_approval' || to === 'outcome_unknown') {
    live.publish(on, { type: 'approval.opened', id: row.id, people: [row.requestedById], roles: ['admin', 'approver'] })
  } else if (from === 'awaiting_approval' || from === 'outcome_unknown') {
    live.publish(on, { type: 'approval.closed', id: row.id, people: [row.requestedById], roles: ['admin', 'approver'] })
  }
  // Whoever looks at what it takes back sees that it is done.
  if (row.undoOfId !== null)
    live.publish(on, { type: 'action.updated', id: row.undoOfId, people: [row.requestedById], roles: ['admin', 'auditor'] })
  if (row.conversationId === null) return
  live.publish(on, { type: 'conversation.updated', id: row.conversationId, people: [row.requestedById] })
  if (isSettled(to) && !row.told) hintOutbox(on, live)
}

/** Those that waited for a settled action may run, or are cancelled when it did not succeed. */
async function followDependents(platform: Platform, tx: Tx, row: ActionRow, settled: ActionStatus): Promise<void> {
  for (const dependent of await lockDependents(tx, row)) {
    if (settled === 'succeeded') {
      if (statusOf(dependent) === 'queued') await enqueueIfReady(platform, tx, dependent)
      continue
    }
    await moveAction(platform, tx, dependent, {
      to: 'cancelled',
      data: { error: { message: withdrawnBecause(row, settled) } },
      audit: { kind: 'action.cancelled', actor: system, content: { because: row.id, predecessor: settled } },
    })
  }
}
