import { loadOperation } from '#lib/connectors/index.ts'
import { AttemptError, retryDefaults } from '#lib/core/index.ts'
import { type Platform, queueJob, withTransaction } from '#lib/platform/index.ts'
import { actionInclude } from './action-row.ts'
import { clockIsSteady } from './clock-watch.ts'
import { outcomesJob } from './dependents.ts'
import { wakeJob } from './enqueue-action.ts'
import { settleAction } from './settle-action.ts'
import { escalateWaiting } from './time-limits/escalate-waiting.ts'
import { expireWaiting } from './time-limits/expire-waiting.ts'
import { remindWaiting } from './time-limits/remind-waiting.ts'
import { stuckAfterMs, sweepBatch } from './tunables.ts'

export interface Swept {
  lost: number
  woken: number
  prepared: number
  expired: number
  reminded: number
  escalated: number
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
    // In this order: after a standstill, a card whose time has run out is neither reminded of nor escalated, and whoever it is escalated to is not reminded at once.
    expired: await expireWaiting(platform),
    reminded: await remindWaiting(platform),
    escalated: await escalateWaiting(platform),
    told: await tellUntold(platform),
  }
}

const oldest = { orderBy: { createdAt: 'asc' }, take: sweepBatch, include: actionInclude } as const

async function endLostLeases(platform: Platform): Promise<number> {
  if (!clockIsSteady(platform)) return 0
  const now = platform.clock.now()
  // A lease that ends later than any could was written by a clock that has been set back since.
  const impossible = new Date(now.getTime() + 2 * retryDefaults.leaseMs)
  const rows = await platform.db.action.findMany({
    where: { status: 'running', OR: [{ leaseUntil: { lt: now } }, { leaseUntil: { gt: impossible } }] },
    ...oldest,
  })
  for (const row of rows) {
    const connected = await loadOperation(platform, { operation: row.operation, connectionId: row.connectionId })
    const error = new AttemptError('unknown', 'The worker that ran it died before it could say how it ended.', { ours: true })
    await settleAction(platform, row.id, { class: 'unknown', error }, { fence: row.fence, connected, inDoubt: true, durationMs: null })
  }
  return rows.length
}

function stuckSince(platform: Platform): Date {
  return new Date(platform.clock.now().getTime() - stuckAfterMs)
}

/** Connections with something that could run and is not taken. What a pause or an open breaker holds is not stuck. */
async function wakeQueued(platform: Platform): Promise<number> {
  const since = stuckSince(platform)
  const { rows } = await platform.pool.query<{ connectionId: string }>(
    `select distinct a."connectionId" from action a
      left join connection_gate g on g."connectionId" = a."connectionId"
      where a.status = 'queued' and a."updatedAt" < $1 and (a."notBefore" is null or a."notBefore" < $1)
        and not (g.breaker = 'open' and g."openUntil" > $2 and g."connectionId" is not null)
        and not exists (select 1 from action_dependency w join action b on b.id = w."predecessorId"
          where w."actionId" = a.id and b.status <> 'succeeded')
        and not exists (select 1 from pause p where p."liftedAt" is null and (p.scope = 'everything'
          or (p.scope = 'connection' and p."connectionId" = a."connectionId")
          or (p.scope = 'operation' and p.operation = a.operation and coalesce(p."connectionId", a."connectionId") = a."connectionId")))
      limit $3`,
    [since, platform.clock.now(), sweepBatch],
  )
  if (rows.length === 0) return 0
  await withTransaction(platform, async (tx) => {
    for (const { connectionId } of rows) await queueJob(tx, platform.live, wakeJob(platform, connectionId))
  })
  return rows.length
}

async function wakeUnprepared(platform: Platform): Promise<number> {
  const since = stuckSince(platform)
  const rows = await platform.db.action.findMany({
    where: { OR: [{ status: 'requested' }, { status: 'awaiting_approval', digest: null }], updatedAt: { lt: since } },
    orderBy: { createdAt: 'asc' },
    take: sweepBatch,
    select: { id: true, fence: true },
  })
  if (rows.length === 0) return 0
  // The job's id holds the moment, so that the queue cannot mistake it for one that it has seen.
  const moment = Math.floor(platform.clock.now().getTime() / stuckAfterMs)
  await withTransaction(platform, async (tx) => {
    for (const { id, fence } of rows) {
      await queueJob(tx, platform.live, { queue: 'prepare', id, jobId: `${id}-${fence}-swept-${moment}` })
    }
  })
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
