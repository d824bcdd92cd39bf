import type { Platform } from '#lib/platform/index.ts'

/** How the ledger stands, in numbers. "Today" is the last 24 hours. */
export interface ActionFigures {
  awaitingApproval: number
  running: number
  queued: number
  /** Since when the one that is longest in line stands there. */
  oldestQueuedAt: Date | null
  outcomeUnknown: number
  failedToday: number
  succeededToday: number
  /** Of those that succeeded: the ones that changed something. */
  changedToday: number
}

/** One statement. What has settled is looked for among the actions of the last 31 days, which the index finds: no approval waits as long. */
export async function actionFigures(platform: Platform): Promise<ActionFigures> {
  const now = platform.clock.now()
  const [figures] = await platform.db.$queryRaw<ActionFigures[]>`
    select
      count(*) filter (where status = 'awaiting_approval')::int as "awaitingApproval",
      count(*) filter (where status = 'running')::int as running,
      count(*) filter (where status = 'queued')::int as queued,
      min("queuedAt") filter (where status = 'queued') as "oldestQueuedAt",
      count(*) filter (where status = 'outcome_unknown')::int as "outcomeUnknown",
      count(*) filter (where status = 'failed')::int as "failedToday",
      count(*) filter (where status = 'succeeded')::int as "succeededToday",
      count(*) filter (where status = 'succeeded' and effect <> 'read')::int as "changedToday"
    from action
    where status in ('awaiting_approval', 'running', 'queued', 'outcome_unknown')
       or (status in ('failed', 'succeeded')
           and "createdAt" > ${now}::timestamptz - interval '31 days'
           and "settledAt" > ${now}::timestamptz - interval '24 hours')`
  if (figures === undefined) throw new Error('a statement that counts gave no row')
  return figures
}

/** What a worker did last. */
export interface WorkerFigures {
  worker: string
  lastAttemptAt: Date
  attempts: number
  /** Attempts that ended in anything but success. */
  notSucceeded: number
}

/** The workers of the last 1,000 attempts, the latest first; ten at most. */
export function workerFigures(platform: Platform): Promise<WorkerFigures[]> {
  return platform.db.$queryRaw<WorkerFigures[]>`
    select worker, max("startedAt") as "lastAttemptAt", count(*)::int as attempts,
      count(*) filter (where class is not null and class <> 'succeeded')::int as "notSucceeded"
    from (select worker, "startedAt", class from attempt order by id desc limit 1000) as latest
    group by worker order by 2 desc limit 10`
}
