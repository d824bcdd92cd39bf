import { readFile } from 'node:fs/promises'
import { openLedgerHouse } from './ledger-house.ts'
import { settleRate } from './settle-rate.ts'

export interface WorkerMemory {
  few: { actions: number; mib: number }
  many: { actions: number; mib: number }
  ratio: number
}

/** What one worker process holds (proportional, else resident) after few and after many actions. */
export async function measureWorkerMemory({ few, many }: { few: number; many: number }): Promise<WorkerMemory> {
  const house = await openLedgerHouse()
  try {
    const { pid } = await house.startWorker()
    await house.platform.live.ready()
    await settleRate(house, { clients: 16, count: few })
    const early = await restingMib(pid)
    await settleRate(house, { clients: 16, count: many - few })
    const late = await restingMib(pid)
    return { few: { actions: few, mib: early }, many: { actions: many, mib: late }, ratio: late / early }
  } finally {
    await house.close()
  }
}

/** After some seconds of rest: what was let go is given back by then. */
async function restingMib(pid: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 10_000))
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? Number.NaN) / 1024
}
