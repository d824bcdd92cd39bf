import { requestAction, waitForAction } from '#lib/actions/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { shareOut } from '../share-out.ts'
import { type Latencies, latenciesOf } from '../statistics.ts'
import type { LedgerHouse } from './ledger-house.ts'

/** `clients` askers; each waits until its action has settled before it asks for the next. */
export async function settleRate(
  { platform, caller }: LedgerHouse,
  { clients, count }: { clients: number; count: number },
): Promise<{ perSecond: number; latency: Latencies }> {
  const latencies: number[] = []
  const began = performance.now()
  await shareOut([...Array(clients).keys()], count, async (_, number) => {
    const asked = performance.now()
    const { id } = await requestAction(platform, { caller, via: 'api', operation: 'noop.run', input: { number }, traceId: newTraceId() })
    const { status } = await waitForAction(platform, id, { ms: 30_000, until: 'settled' })
    if (status !== 'succeeded') throw new Error(`an action that does nothing ended as ${status}`)
    latencies.push(performance.now() - asked)
  })
  return { perSecond: (count * 1000) / (performance.now() - began), latency: latenciesOf(latencies) }
}
