import { addBuiltInConnection } from '#lib/connectors/index.ts'
import { median } from '../statistics.ts'
import { openLedgerHouse } from './ledger-house.ts'
import { askNothing, settleRate } from './settle-rate.ts'

export interface Isolation {
  /** Milliseconds, p95 of the other connections' actions. */
  alone: number
  whileOneHangs: number
  /** The second for each of the first: the median of what each round gave. */
  ratio: number
}

const hanging = 24

/** What a connection that hangs costs the others: their p95 with and without it, in turn. */
export async function measureIsolation({ rounds, actions }: { rounds: number; actions: number }): Promise<Isolation> {
  const house = await openLedgerHouse()
  try {
    await addBuiltInConnection(house.platform, { kind: 'noop', name: 'hanging', actor: { kind: 'system', id: null } })
    await house.startWorker()
    await house.platform.live.ready()
    const clients = 4
    await settleRate(house, { clients, count: actions })
    const quiet: number[] = []
    const beside: number[] = []
    for (let round = 0; round < rounds; round++) {
      quiet.push((await settleRate(house, { clients, count: actions })).latency.p95)
      for (let number = 0; number < hanging; number++) await askNothing(house, { number, hangMs: 4_000 }, 'hanging')
      beside.push((await settleRate(house, { clients, count: actions })).latency.p95)
      await allEnded(house)
    }
    const ratios = quiet.map((alone, round) => (beside[round] ?? Number.NaN) / alone)
    return { alone: median(quiet), whileOneHangs: median(beside), ratio: median(ratios) }
  } finally {
    await house.close()
  }
}

/** Withdraws what still waits and waits for what runs, so that the next round begins alone. */
async function allEnded({ platform }: Awaited<ReturnType<typeof openLedgerHouse>>): Promise<void> {
  for (;;) {
    const { rows } = await platform.pool.query(`select 1 from action where status in ('queued', 'running') limit 1`)
    if (rows.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
