import { retryDefaults } from '#lib/core/index.ts'
import { median } from '../statistics.ts'
import { openLedgerHouse } from './ledger-house.ts'
import { askNothing } from './settle-rate.ts'

export interface Recovery {
  leaseSeconds: number
  /** From the SIGKILL of the worker that ran it to the action's next state. */
  seconds: number
  runs: number[]
}

/** A worker is killed while it runs an action; another one is there. How long until the action moves again. */
export async function measureRecovery({ rounds }: { rounds: number }): Promise<Recovery> {
  const house = await openLedgerHouse()
  try {
    const runs: number[] = []
    for (let round = 0; round < rounds; round++) {
      const first = await house.startWorker()
      const { id } = await askNothing(house, { number: round, hangMs: 14_000 })
      await until(house, id, (status) => status === 'running')
      const second = await house.startWorker()
      await first.stop('SIGKILL')
      const killed = performance.now()
      await until(house, id, (status) => status !== 'running')
      runs.push((performance.now() - killed) / 1000)
      await second.stop('SIGKILL')
    }
    return { leaseSeconds: retryDefaults.leaseMs / 1000, seconds: median(runs), runs }
  } finally {
    await house.close()
  }
}

async function until(
  { platform }: Awaited<ReturnType<typeof openLedgerHouse>>,
  id: string,
  reached: (status: string | undefined) => boolean,
): Promise<void> {
  for (;;) {
    const row = await platform.db.action.findUnique({ where: { id }, select: { status: true } })
    if (reached(row?.status)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
