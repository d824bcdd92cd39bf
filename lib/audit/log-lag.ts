import type { Platform } from '#lib/platform/index.ts'

/** How far the log is behind its events. */
export interface LogLag {
  /** Age of the newest checkpoint; null: there is none. */
  checkpointMs: number | null
  /** Committed events that are not in the log yet; counting stops at 10,000. */
  unsequenced: number
  oldestMs: number | null
}

/** How long a committed event may wait for its place in the log, and how many are counted. Looks at what is newer than the log's end, as the sequencer does. */
export async function logLag(platform: Platform): Promise<LogLag> {
  const now = platform.clock.now().getTime()
  const [row] = await platform.db.$queryRaw<{ checkpointAt: Date | null; unsequenced: number; oldest: Date | null }[]>`
    select (select at from audit_checkpoint order by size desc limit 1) as "checkpointAt", count(*)::int as unsequenced, min(at) as oldest
    from (
      select e.at from audit_event e left join lateral (select 1 as there from audit_leaf l where l."eventId" = e.id limit 1) l on true
      where l.there is null and e.at >= coalesce(
        (select at from audit_event where id = (select "eventId" from audit_leaf order by index desc limit 1)) - interval '30 seconds',
        '-infinity')
      order by e.at limit 10000
    ) missing`
  const age = (at: Date | null | undefined) => (at === null || at === undefined ? null : Math.max(0, now - at.getTime()))
  return { checkpointMs: age(row?.checkpointAt), unsequenced: row?.unsequenced ?? 0, oldestMs: age(row?.oldest) }
}
