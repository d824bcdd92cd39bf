import { execFileSync } from 'node:child_process'
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import type { Client } from 'pg'

export interface Machine {
  system: string
  processor: string
  cores: number
  memoryGib: number
  node: string
  postgresql: string
  commit: string
  /** Running processes on average in the minute before: above 0.5 a core, others were at work and the figures are too low. */
  loadBefore: number
}

/** What the figures were measured on. Call it before the work begins. */
export async function describeMachine(database: Client, loadBefore: number): Promise<Machine> {
  const { rows } = await database.query<{ server_version: string }>('show server_version')
  return {
    system: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgresql: rows[0]?.server_version ?? 'unknown',
    commit: commitHere(),
    loadBefore,
  }
}

export function loadNow(): number {
  return loadavg()[0] ?? 0
}

function commitHere(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return 'unknown'
  }
}
