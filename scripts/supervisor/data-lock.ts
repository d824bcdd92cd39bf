import { execFileSync } from 'node:child_process'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#lib/core/index.ts'
import { makeDataDir } from '../postgres/cluster.ts'

interface Holder {
  pid: number
  /** When that process began, as the system says it: numbers of processes are used again. */
  since: string
  what: string
}

export interface DataLock {
  /** The one before had not let go: it was killed. */
  wasStale: boolean
  release(): Promise<void>
}

/** Stands in a data directory while it is restored into; after a restore that was cut off for good. */
export const restoringFile = 'restoring.json'

/**
 * Takes a data directory for this process alone. Throws AppError 'conflict', in one line, while another holds it;
 * a lock whose process is gone is taken over.
 */
export async function lockDataDir(dataDir: string, what: string): Promise<DataLock> {
  await makeDataDir(dataDir)
  if ((await stat(join(dataDir, restoringFile)).catch(() => null)) !== null) {
    throw new AppError('conflict', `A restore into ${dataDir} is not finished. If none is running, delete that folder and restore again.`)
  }
  const path = join(dataDir, 'running.json')
  const mine = `${JSON.stringify({ pid: process.pid, since: startOf(process.pid), what } satisfies Holder)}\n`
  for (let wasStale = false; ; wasStale = true) {
    try {
      await writeFile(path, mine, { flag: 'wx', mode: 0o600 })
      return { wasStale, release: () => rm(path, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = await readHolder(path)
    if (holder !== null && isRunning(holder)) {
      throw new AppError(
        'conflict',
        `${dataDir} is in use by ${holder.what} (process ${holder.pid}). Stop that one first, or set DATA_DIR to another folder.`,
      )
    }
    await rm(path, { force: true })
  }
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch {
    return null
  }
}

function isRunning({ pid, since }: Holder): boolean {
  return since !== '' && startOf(pid) === since
}

function startOf(pid: number): string {
  try {
    const line = execFileSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return line.startsWith('Z') ? '' : line.replace(/^\S+\s+/, '')
  } catch {
    return ''
  }
}
