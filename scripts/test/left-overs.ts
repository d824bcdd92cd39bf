import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** Ends what a test that was cut short left running: processes whose command line, or environment, holds a path below `folder`. */
export async function endLeftOvers(folder: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const left = leftOvers(folder)
    if (left.length === 0) return
    for (const pid of left) {
      try {
        process.kill(pid, signal)
      } catch {
        // Gone meanwhile.
      }
    }
    for (let tries = 0; tries < 80 && leftOvers(folder).length > 0; tries++) await wait(100)
  }
}

function leftOvers(folder: string): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n')
  return lines.flatMap((line) => {
    const [, pid, state, args = ''] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    if (pid === undefined || state?.startsWith('Z') || Number(pid) === process.pid) return []
    return args.includes(folder) || environmentOf(pid).includes(folder) ? [Number(pid)] : []
  })
}

/** A supervisor names its folder there and nowhere else. Empty where the system does not tell. */
function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch {
    return ''
  }
}
