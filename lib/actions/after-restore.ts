import { recordAudit } from '#lib/audit/index.ts'
import { loadOperation } from '#lib/connectors/index.ts'
import { type ActionStatus, type Repeat, repeatNow } from '#lib/core/index.ts'
import { type Platform, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { type ActionRow, actionInclude, policyOf, statusOf } from './action-row.ts'
import { moveAction, system } from './move-action.ts'
import { requestIdOf } from './request-id.ts'
import { keyTtlMs } from './settle-action.ts'
import { freshTimers } from './time-limits/fresh-timers.ts'

/** What became of the actions that had not ended in a backup. */
export interface RestoredActions {
  /** They go on: their key, or that doing them twice changes nothing, keeps them from a second effect. */
  goOn: number
  /** They may have run since, and nothing would keep a second effect away: a person is asked. */
  unknown: number
  /** They stand before their approvers, who are told that they may have agreed before. */
  asked: number
}

const pageSize = 100
const open: ActionStatus[] = ['requested', 'awaiting_approval', 'queued', 'running']

/**
 * Sets the actions of a restored database right, before any worker runs. The database says how things stood at `madeAt`; the
 * world went on: whatever had not ended then may have ended since, and nobody here knows. So what has no key, or one that the
 * other side may have forgotten, is not run again by itself (`outcome_unknown`), and whoever has to agree is told. Each change
 * is a compare-and-set with its own audit event. What this cannot bring back is an action that was asked after `madeAt`.
 */
export async function actionsAfterRestore(platform: Platform, { madeAt }: { madeAt: Date }): Promise<RestoredActions> {
  const done: RestoredActions = { goOn: 0, unknown: 0, asked: 0 }
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await platform.db.action.findMany({
      where: { id: { gt: after }, status: { in: open }, effect: { not: 'read' } },
      orderBy: { id: 'asc' },
      take: pageSize,
      include: actionInclude,
    })
    for (const row of rows) done[await setRight(platform, row, madeAt)] += 1
    if (rows.length < pageSize) return done
    after = rows.at(-1)?.id ?? after
  }
}

async function setRight(platform: Platform, row: ActionRow, madeAt: Date): Promise<keyof RestoredActions> {
  const connected = await loadOperation(platform, { operation: row.operation, connectionId: row.connectionId })
  const next = nextAfterRestore(
    { status: statusOf(row), repeat: row.repeat as Repeat, firstSentAt: row.firstSentAt },
    { madeAt, now: platform.clock.now(), keyTtlMs: keyTtlMs(connected?.connection.settings ?? {}) },
  )
  const hasCheck = connected?.operation.check !== undefined
  await withTransaction(platform, async (tx) => {
    if (next === 'asked') await askAgain(platform, tx, row, madeAt)
    else if (next === 'unknown') await leaveToPerson(platform, tx, row, { madeAt, hasCheck })
    else await goOn(platform, tx, row, madeAt)
  })
  return next
}

/** The decision alone. A key counts from the earliest moment at which it can have been sent: `madeAt`, if not before. */
export function nextAfterRestore(
  { status, repeat, firstSentAt }: { status: ActionStatus; repeat: Repeat; firstSentAt: Date | null },
  { madeAt, now, keyTtlMs: kept }: { madeAt: Date; now: Date; keyTtlMs: number },
): keyof RestoredActions {
  if (status === 'awaiting_approval') return 'asked'
  return repeatNow(repeat, { firstSentAt: firstSentAt ?? madeAt, now, keyTtlMs: kept }) === 'never' ? 'unknown' : 'goOn'
}

function since(madeAt: Date): string {
  return `The system was restored from a backup of ${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`
}

/**
 * It runs again by itself. What was queued may have been sent since, so it counts as sent once, at the earliest moment that this
 * can have been: its key's life runs from there. What was under way is ended by the sweep like any other lost attempt.
 */
async function goOn(platform: Platform, tx: Tx, row: ActionRow, madeAt: Date): Promise<void> {
  const why = `${since(madeAt)} If it ran after that, it does not happen a second time.`
  if (statusOf(row) === 'queued') {
    const lost = await loseAttempt(platform, tx, row, { madeAt, why })
    if (lost === null) return
    await moveAction(platform, tx, lost, {
      to: 'queued',
      audit: { kind: 'action.attempt_ended', actor: system, content: { attempt: lost.attempts, class: 'lost', message: why, again: true } },
    })
    return
  }
  const { count } = await tx.action.updateMany({
    where: { id: row.id, status: row.status, fence: row.fence },
    data: {
      firstSentAt: row.firstSentAt ?? madeAt,
      retryUntil: null,
      ...(row.status === 'running' ? { leaseUntil: new Date(platform.clock.now().getTime() - 1) } : {}),
    },
  })
  if (count !== 1) return
  await recordAudit(tx, {
    kind: 'action.restored',
    actor: system,
    subject: { kind: 'action', id: row.id },
    content: { madeAt: madeAt.toISOString(), status: row.status, why },
    traceId: row.traceId,
  })
}

async function askAgain(platform: Platform, tx: Tx, row: ActionRow, madeAt: Date): Promise<void> {
  const why = `${since(madeAt)} It may have been approved and have run after that: look there before you agree.`
  await moveAction(platform, tx, row, {
    to: 'awaiting_approval',
    data: { waitingNote: why, ...(await freshTimers(platform, policyOf(row))) },
    audit: { kind: 'action.restored', actor: system, content: { madeAt: madeAt.toISOString(), why } },
  })
}

/** By the contract's ways alone: as an attempt that somebody made and nobody saw the end of. */
async function leaveToPerson(
  platform: Platform,
  tx: Tx,
  row: ActionRow,
  { madeAt, hasCheck }: { madeAt: Date; hasCheck: boolean },
): Promise<void> {
  const message = `${since(madeAt)} It may have run after that, and nothing would keep it from running twice.`
  const now = platform.clock.now()
  let current: ActionRow | null = row
  if (statusOf(row) === 'requested') {
    const audit = { kind: 'action.restored', actor: system, content: { madeAt: madeAt.toISOString(), why: message } }
    if (!(await moveAction(platform, tx, row, { to: 'queued', audit }))) return
    current = { ...row, status: 'queued' }
  }
  if (statusOf(current) === 'queued') current = await loseAttempt(platform, tx, current, { madeAt, why: message })
  else await endAttempt(tx, current, { madeAt, now })
  if (current === null) return
  await moveAction(platform, tx, current, {
    to: 'outcome_unknown',
    // Where the other side can be asked, a worker asks it first.
    data: { error: { message, class: 'unknown' }, checks: 0, checkAfter: hasCheck ? now : null },
    audit: { kind: 'action.outcome_unknown', actor: system, content: { attempt: current.attempts, class: 'lost', message } },
  })
}

/** Writes down the attempt that may have been made since, as one whose end nobody saw. Null: somebody else moved the action. */
async function loseAttempt(
  platform: Platform,
  tx: Tx,
  row: ActionRow,
  { madeAt, why }: { madeAt: Date; why: string },
): Promise<ActionRow | null> {
  const sent = {
    fence: row.fence + 1,
    attempts: row.attempts + 1,
    firstSentAt: row.firstSentAt ?? madeAt,
    retryUntil: null,
    notBefore: null,
  }
  const moved = await moveAction(platform, tx, row, {
    to: 'running',
    data: sent,
    audit: { kind: 'action.restored', actor: system, content: { madeAt: madeAt.toISOString(), why } },
  })
  if (!moved) return null
  await tx.attempt.create({
    data: {
      id: platform.ids(),
      actionId: row.id,
      number: sent.attempts,
      fence: sent.fence,
      worker: 'not in the backup',
      startedAt: madeAt,
      endedAt: platform.clock.now(),
      class: 'lost',
      seen: toJson({ message: `${since(madeAt)} Whether it was sent after that is not known.` }),
    },
  })
  return { ...row, ...sent, status: 'running' }
}

async function endAttempt(tx: Tx, row: ActionRow, { madeAt, now }: { madeAt: Date; now: Date }): Promise<void> {
  const seen = toJson({ message: `${since(madeAt)} This attempt was under way.`, requestId: requestIdOf(row) })
  await tx.attempt.updateMany({ where: { actionId: row.id, fence: row.fence, endedAt: null }, data: { endedAt: now, class: 'lost', seen } })
}
