import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { AppError } from '#lib/core/index.ts'
import { restoringFile } from '../supervisor/data-lock.ts'
import { appliedMigrations } from './tables.ts'

/** What may be there already: keys that were put there to be used, and the lock of a process. */
const mayBeThere = ['secrets.json', 'running.json']
const namedAtMost = 5

/** Throws AppError 'conflict', naming what is there, unless the folder is missing or empty. */
export async function requireEmptyFolder(dataDir: string): Promise<void> {
  const there = (await readdir(dataDir).catch(() => [])).filter((name) => !mayBeThere.includes(name)).toSorted()
  if (there.length === 0) return
  if (there.includes(restoringFile)) {
    throw new AppError('conflict', `An earlier restore into ${dataDir} was interrupted. Delete that folder and restore again.`)
  }
  const names = `${there.slice(0, namedAtMost).join(', ')}${there.length > namedAtMost ? ', …' : ''}`
  throw new AppError('conflict', `${dataDir} is not empty (${names}). Restore into an empty folder: set DATA_DIR to another one.`)
}

/** Throws AppError 'conflict', naming tables with rows, unless the database is empty or was only migrated, and no further than the backup. */
export async function requireEmptyDatabase(client: pg.Client, migrations: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> '_prisma_migrations' order by 1`,
  )
  const full: string[] = []
  for (const { name } of rows) {
    const found = await client.query(`select 1 from public.${pg.escapeIdentifier(name)} limit 1`)
    if (found.rowCount !== 0) full.push(name)
  }
  const advice = 'Restore into an empty database.'
  if (full.length > 0) {
    const names = `${full.slice(0, namedAtMost).join(', ')}${full.length > namedAtMost ? ', …' : ''}`
    throw new AppError('conflict', `The database is not empty (there are rows in ${names}). ${advice}`)
  }
  const further = (await appliedMigrations(client)).filter((name) => !migrations.includes(name))
  if (further.length > 0) throw new AppError('conflict', `The database has newer tables than the backup (${further[0]}). ${advice}`)
}

/** Nothing starts on a data directory while this stands: rows are there, but actions that may have run could run again. */
export async function markUnfinished(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, restoringFile)
  await writeFile(path, `${JSON.stringify({ since: new Date().toISOString() })}\n`, { mode: 0o600 })
  return () => rm(path, { force: true })
}
