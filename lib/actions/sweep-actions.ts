import { loadOperation } from '#lib/connectors/index.ts'
import { AttemptError, retryDefaults } from '#lib/core/index.ts'
import { type Platform, queueJob, toJson, withTransaction } from '#lib/platform/index.ts'
import { type ActionRow, actionInclude, lockAction, statusOf } from './action-row.ts'
import { outcomesJob } from './dependents.ts'
import { predecessorsDone } from './enqueue-action.ts'
import { moveAction, system } from './move-action.ts'
import { checkOutcome } from './run-action.ts'
import { settleAction } from './settle-action.ts'
import { stuckAfterMs, sweepBatch } from './tunables.ts'

export interface Swept {
  lost: number
  woken: number
  prepared: number
  expired: number
  told: number
}

/**
 * Moves what should move and does not: a dead worker's actions, jobs that the queue lost, cards past their time,
 * conversations that still have to hear. Any number of processes may sweep at once: each step is a compare-and-set,
 * and a doubled wake-up finds nothing to claim.
 */
export async function sweepActions(platform: Platform): Promise<Swept> {
  return {
    lost: await endLostLeases(platform),
    woken: await wakeQueued(platform),
    prepared: await wakeUnprepared(platform),
    expired: await expireWaiting(platform),
    told: await tellUntold(platform),
  }
}

const oldest = { orderBy: { createdAt: 'asc' }, take: sweepBatch, include: actionInclude } as const

async function endLostLeases(platform: Platform): Promise<number> {
  const rows = await platform.db.action.findMany({ where: { status: 'running', leaseUntil: { lt: platform.clock.now() } }, ...oldest })
  for (const row of rows) {
    const connected = await loadOperation(platform, { operation: row.operation, connectionId: row.connectionId })
    const error = new AttemptError('unknown', 'The worker that ran it died before it could say how it ended.')
    const operation = connected?.operation ?? null
    const attempts = connected?.connection.settings.attempts ?? retryDefaults.attempts
    const status = await settleAction(
      platform,
      row.id,
      { class: 'unknown', error },
      { fence: row.fence, operation, attempts, durationMs: null },
    )
    if (status === 'outcome_unknown' && connected !== null) await checkOutcome(platform, { row, connected })
  }
  return rows.length
}

function stuckSince(platform: Platform): Date {
  return new Date(platform.clock.now().getTime() - stuckAfterMs)
}

async function wakeQueued(platform: Platform): Promise<number> {
  const since = stuckSince(platform)
  const rows = await platform.db.action.findMany({
    where: {
      status: 'queued',
      updatedAt: { lt: since },
      OR: [{ notBefore: null }, { notBefore: { lt: since } }],
      after: { every: { predecessor: { status: 'succeeded' } } },
    },
    ...oldest,
  })
  await wake(platform, 'actions', rows.filter(predecessorsDone))
  return rows.length
}

async function wakeUnprepared(platform: Platform): Promise<number> {
  const since = stuckSince(platform)
  const rows = await platform.db.action.findMany({
    where: { OR: [{ status: 'requested' }, { status: 'awaiting_approval', digest: null }], updatedAt: { lt: since } },
    ...oldest,
  })
  await wake(platform, 'prepare', rows)
  return rows.length
}

/** The job's id holds the moment, so that the queue cannot mistake it for one that it has seen. */
async function wake(platform: Platform, queue: 'actions' | 'prepare', rows: readonly ActionRow[]): Promise<void> {
  if (rows.length === 0) return
  const moment = Math.floor(platform.clock.now().getTime() / stuckAfterMs)
  await withTransaction(platform, async (tx) => {
    for (const row of rows) await queueJob(tx, platform.live, { queue, id: row.id, jobId: `${row.id}-${row.fence}-swept-${moment}` })
  })
}

async function expireWaiting(platform: Platform): Promise<number> {
  const rows = await platform.db.action.findMany({
    where: { status: 'awaiting_approval', dueAt: { lt: platform.clock.now() } },
    orderBy: { dueAt: 'asc' },
    take: sweepBatch,
    select: { id: true },
  })
  for (const { id } of rows) {
    await withTransaction(platform, async (tx) => {
      const row = await lockAction(tx, id)
      if (statusOf(row) !== 'awaiting_approval' || row.dueAt === null || row.dueAt >= platform.clock.now()) return
      await moveAction(platform, tx, row, {
        to: 'expired',
        data: { error: toJson({ message: 'Nobody decided in time. Ask again if it is still wanted.' }) },
        audit: { kind: 'action.expired', actor: system, content: { dueAt: row.dueAt.toISOString() } },
      })
    })
  }
  return rows.length
}

async function tellUntold(platform: Platform): Promise<number> {
  const rows = await platform.db.action.findMany({
    where: { told: false, settledAt: { lt: stuckSince(platform) }, conversationId: { not: null } },
    distinct: ['conversationId'],
    take: sweepBatch,
    select: { conversationId: true },
  })
  const moment = Math.floor(platform.clock.now().getTime() / stuckAfterMs)
  await withTransaction(platform, async (tx) => {
    for (const { conversationId } of rows) {
      if (conversationId === null) continue
      await queueJob(tx, platform.live, {
        queue: 'turns',
        id: outcomesJob(conversationId),
        jobId: `outcomes-${conversationId}-swept-${moment}`,
      })
    }
  })
  return rows.length
}
