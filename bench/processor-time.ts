import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { median } from './statistics.ts'
import { processRoles, systemProcesses } from './system-processes.ts'

const parts = [...processRoles, 'bench'] as const

/** Milliseconds of a core that each part has used so far, ours included; null where the system does not tell. */
export type ProcessorTime = Record<(typeof parts)[number], number> | null

/** Of processes that live on: what an ended one has used is not in it. */
export function readProcessorTime(supervisorPid: number): ProcessorTime {
  if (!existsSync('/proc/self/stat')) return null
  const found = systemProcesses(supervisorPid)
  const tickMs = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  const used = (pids: readonly number[]) => pids.reduce((total, pid) => total + ticksOf(pid) * tickMs, 0)
  const entries = processRoles.map((role) => [role, used(found[role].map(({ pid }) => pid))])
  return Object.fromEntries([...entries, ['bench', used([process.pid])]]) as ProcessorTime
}

/** What was used from `before` to `after`, for each of `count` things. */
export function processorTimeEach(before: ProcessorTime, after: ProcessorTime, count: number): ProcessorTime {
  if (before === null || after === null) return null
  return Object.fromEntries(parts.map((part) => [part, (after[part] - before[part]) / count])) as ProcessorTime
}

export function medianProcessorTime(runs: readonly ProcessorTime[]): ProcessorTime {
  const known = runs.filter((run) => run !== null)
  if (known.length === 0) return null
  return Object.fromEntries(parts.map((part) => [part, median(known.map((run) => run[part]))])) as ProcessorTime
}

/** User and system time: the 14th and 15th field, counted from behind the name, which may hold anything. 0 for one that has just ended. */
function ticksOf(pid: number): number {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return 0
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}
