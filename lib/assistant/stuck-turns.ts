import type { Platform } from '#lib/platform/index.ts'

export interface StuckTurns {
  /** queued: none before it is under way, and nobody takes it. lease_over: whoever ran it is gone. */
  why: 'queued' | 'lease_over'
  count: number
  oldestMs: number
  ids: string[]
}

/** A turn that stands still for longer than this is stuck: the sweep has had several goes at it. */
const stuckForMs = 60_000

/** Turns that should move and do not. Reads only those that have not ended. */
export async function stuckTurns(platform: Platform): Promise<StuckTurns[]> {
  const now = platform.clock.now()
  const since = new Date(now.getTime() - stuckForMs)
  const rows = await platform.db.$queryRaw<{ why: StuckTurns['why']; count: number; oldest: Date; ids: string[] }[]>`
    select 'queued' as why, count(*)::int, min("createdAt") as oldest, (array_agg(id::text order by "createdAt"))[1:3] as ids
      from turn where status = 'queued' and "createdAt" < ${since} and not exists (
        select 1 from turn earlier
        where earlier."conversationId" = turn."conversationId" and earlier.sequence < turn.sequence and earlier.status in ('queued', 'running'))
    union all select 'lease_over', count(*)::int, min("leaseUntil"), (array_agg(id::text order by "leaseUntil"))[1:3]
      from turn where status = 'running' and "leaseUntil" < ${since}`
  return rows
    .filter(({ count }) => count > 0)
    .map(({ oldest, ...row }) => ({ ...row, oldestMs: Math.max(0, now.getTime() - oldest.getTime()) }))
}
