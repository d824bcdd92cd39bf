import type { Platform } from '#lib/platform/index.ts'
import { checkOutcome } from './check-outcome.ts'
import { sweepBatch } from './tunables.ts'

/** No request begins later in a round, so that what falls due on other connections meanwhile is not kept waiting. */
const roundMs = 5_000

/**
 * Asks about unknown outcomes whose operation can look again, when it is time to: all connections at once, one request each, so that
 * a system that hangs delays nobody else's. Answers how many were due. Any number of processes may do it at once (`checkOutcome` takes a row).
 */
export async function checkUnknown(platform: Platform): Promise<number> {
  const rows = await platform.db.action.findMany({
    where: { status: 'outcome_unknown', checkAfter: { lt: platform.clock.now() } },
    orderBy: { checkAfter: 'asc' },
    take: sweepBatch,
    select: { id: true, connectionId: true },
  })
  const lanes = Map.groupBy(rows, ({ connectionId }) => connectionId)
  await Promise.all(
    [...lanes.values()].map(async (lane) => {
      const until = platform.clock.monotonic() + roundMs
      for (const { id } of lane) if (platform.clock.monotonic() < until) await checkOutcome(platform, id)
    }),
  )
  return rows.length
}
