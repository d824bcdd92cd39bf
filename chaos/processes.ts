import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

export interface FoundProcess {
  pid: number
  command: string
}

/**
 * Every process that has to do with `folder`: by its command line, and where the system shows it, by its environment and the
 * folder that it stands in (PostgreSQL's own processes name neither). This process and those above it are left out.
 */
export function processesOf(folder: string): FoundProcess[] {
  const all = listProcesses()
  const above = new Set<number>()
  for (let pid = process.pid; pid > 1 && !above.has(pid); ) {
    above.add(pid)
    pid = all.find((each) => each.pid === pid)?.parent ?? 0
  }
  return all.filter(({ pid, state, command }) => !state.startsWith('Z') && !above.has(pid) && belongs(pid, command, folder))
}

interface ListedProcess extends FoundProcess {
  parent: number
  state: string
}

function listProcesses(): ListedProcess[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 }).split('\n')
  return lines.flatMap((line) => {
    const [, pid, parent, state = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), state, command }]
  })
}

function belongs(pid: number, command: string, folder: string): boolean {
  if (command.includes(folder)) return true
  return [() => readFileSync(`/proc/${pid}/environ`, 'utf8'), () => readlinkSync(`/proc/${pid}/cwd`)].some((read) =>
    textOf(read).includes(folder),
  )
}

/** Gone meanwhile, somebody else's, or a system without /proc: then the command line alone counts. */
function textOf(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}

/** Whether a process is there; a stopped one is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
