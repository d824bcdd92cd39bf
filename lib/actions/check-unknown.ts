import type { Platform } from '#lib/platform/index.ts'
import { checkOutcome } from './check-outcome.ts'

/** Of each connection at most so many in a round. */
const laneMost = 20

/** No request begins later in a round, so that what falls due on other connections meanwhile is not kept waiting. */
const roundMs = 5_000

/**
 * Asks about unknown outcomes whose operation can look again, when it is time to: all connections at once, one request each, so that
 * a system that hangs delays nobody else's. Answers how many were due. Any number of processes may do it at once (`checkOutcome`
 * takes a row).
 */
export async function checkUnknown(platform: Platform): Promise<number> {
  const { rows } = await platform.pool.query<{ id: string; connectionId: string }>(
    `select id, "connectionId" from (
        select id, "connectionId", row_number() over (partition by "connectionId" order by "checkAfter", id) as place
        from action where status = 'outcome_unknown' and "checkAfter" < $1
      ) as due where place <= $2 order by "connectionId", place`,
    [platform.clock.now(), laneMost],
  )
  const lanes = Map.groupBy(rows, ({ connectionId }) => connectionId)
  const asked = await Promise.allSettled(
    [...lanes.values()].map(async (lane) => {
      const until = platform.clock.monotonic() + roundMs
      for (const { id } of lane) if (platform.clock.monotonic() < until) await checkOutcome(platform, id)
    }),
  )
  const failed = asked.find((lane) => lane.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return rows.length
}
