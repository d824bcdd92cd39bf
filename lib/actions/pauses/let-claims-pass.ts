import type { Platform } from '#lib/platform/index.ts'
import type { Pause } from './pause.ts'

/**
 * Answers once every claim that began before the pause was there is over: what is running then is all that still runs.
 * A claim holds the row of its connection's gate until it commits, and reads the pauses after it has it; so to be given
 * that row for a moment means that each later claim sees the pause. One row at a time: whoever holds several can meet a
 * settle that holds them in another order.
 */
export async function letClaimsPass(platform: Platform, { connection }: Pause): Promise<void> {
  // A connection's first claim makes its gate, which nobody else sees yet; by the gate's foreign key it holds the connection.
  const ungated = await platform.db.connection.findMany({
    where: { ...(connection === null ? {} : { id: connection.id }), gate: null },
    select: { id: true },
  })
  for (const { id } of ungated) await platform.db.$queryRaw`select 1 from connection where id = ${id}::uuid for update`
  const where = connection === null ? {} : { connectionId: connection.id }
  const gates = await platform.db.connectionGate.findMany({ where, select: { connectionId: true } })
  for (const { connectionId } of gates) {
    await platform.db.$queryRaw`select 1 from connection_gate where "connectionId" = ${connectionId}::uuid for share`
  }
}
