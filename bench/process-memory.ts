import { readFile } from 'node:fs/promises'
import { type ProcessRole, type SystemProcess, systemProcesses } from './system-processes.ts'

export interface Memory {
  /** Resident: what several processes share counts for each of them. */
  rssMib: number
  /** Proportional: what is shared counts once in all; null where the system does not tell. */
  pssMib: number | null
  processes: number
}

/** The memory of everything that a supervisor holds, as it is just now. */
export async function measureMemory(supervisorPid: number): Promise<Record<ProcessRole, Memory>> {
  const { web, worker, demo, supervisor, postgresql } = systemProcesses(supervisorPid)
  return {
    web: await memoryOf(web),
    worker: await memoryOf(worker),
    demo: await memoryOf(demo),
    supervisor: await memoryOf(supervisor),
    postgresql: await memoryOf(postgresql),
  }
}

async function memoryOf(found: readonly SystemProcess[]): Promise<Memory> {
  const shares = await Promise.all(found.map(({ pid }) => proportionalKib(pid)))
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / 1024
  return {
    rssMib: sum(found.map(({ rssKib }) => rssKib)),
    pssMib: shares.includes(null) ? null : sum(shares.map((share) => share ?? 0)),
    processes: found.length,
  }
}

async function proportionalKib(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const [, kib] = /^Pss:\s+(\d+) kB$/m.exec(text) ?? []
  return kib === undefined ? null : Number(kib)
}
