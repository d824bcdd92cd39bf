import { execFileSync, spawnSync } from 'node:child_process'
import { AppError } from '#lib/core/index.ts'

/** The system user that PostgreSQL runs as when root starts it (it refuses to run as root). */
export interface Account {
  name: string
  uid: number
  gid: number
}

/** Null for a plain user: PostgreSQL then simply runs as that user. No user is ever created. */
export function postgresAccount(): Account | null {
  if (process.getuid?.() !== 0) return null
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [idOf('-u', name), idOf('-g', name)]
    if (uid !== null && gid !== null) return { name, uid, gid }
  }
  throw new AppError(
    'internal',
    'PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody". Start as a plain user.',
  )
}

/** Spawn options for a program of PostgreSQL: as that user, in a folder that anyone may stand in, with none of our environment. */
export function runAs(account: Account | null) {
  const env = { LC_ALL: 'C', PATH: '/usr/bin:/bin' } as unknown as NodeJS.ProcessEnv
  return { cwd: '/', env, ...(account === null ? {} : { uid: account.uid, gid: account.gid }) }
}

/** Whether that user can walk to `path`; asked of the system itself, so that access lists and mounts count too. */
export function canReach(account: Account, path: string): boolean {
  return spawnSync('test', ['-x', path], runAs(account)).status === 0
}

function idOf(flag: '-u' | '-g', name: string): number | null {
  try {
    return Number.parseInt(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }), 10)
  } catch {
    return null
  }
}
