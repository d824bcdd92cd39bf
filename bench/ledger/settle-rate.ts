import { type ActionRow, requestAction, waitForAction } from '#lib/actions/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { shareOut } from '../share-out.ts'
import { type Latencies, latenciesOf } from '../statistics.ts'
import type { LedgerHouse } from './ledger-house.ts'

/** One action of the connector that does nothing, asked for and not waited for. */
export function askNothing(
  { platform, caller }: LedgerHouse,
  input: { number: number; hangMs?: number },
  connection = 'noop',
): Promise<ActionRow> {
  return requestAction(platform, { caller, via: 'api', operation: 'noop.run', connection, input, traceId: newTraceId() })
}

export interface SettleRate {
  perSecond: number
  /** Milliseconds from asking to the answer that says that it has settled. */
  latency: Latencies
  /** Milliseconds from asking to the connector's first line. */
  reached: Latencies
}

/** `clients` askers; each waits until its action has settled before it asks for the next. Throws when one does not succeed. */
export async function settleRate(house: LedgerHouse, { clients, count }: { clients: number; count: number }): Promise<SettleRate> {
  const latencies: number[] = []
  const reached: number[] = []
  const began = performance.now()
  await shareOut([...Array(clients).keys()], count, async (_, number) => {
    const asked = performance.now()
    const { id } = await askNothing(house, { number })
    const { status, result } = await waitForAction(house.platform, id, { ms: 30_000, until: 'settled' })
    if (status !== 'succeeded') throw new Error(`an action that does nothing ended as ${status}`)
    latencies.push(performance.now() - asked)
    reached.push((result as { begunAt: number }).begunAt - (performance.timeOrigin + asked))
  })
  return { perSecond: (count * 1000) / (performance.now() - began), latency: latenciesOf(latencies), reached: latenciesOf(reached) }
}
