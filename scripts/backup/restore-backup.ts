import { createWriteStream } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { AppError } from '#lib/core/index.ts'
import { migrate } from '#lib/platform/migrate.ts'
import type { Environment } from '../environment.ts'
import { startEmbeddedPostgres } from '../postgres/embedded-postgres.ts'
import type { DatabaseUrls } from '../supervisor/child-environments.ts'
import { lockDataDir } from '../supervisor/data-lock.ts'
import { checkDatabase } from '../supervisor/preflight.ts'
import { loadSecrets, type StartSecrets, saveSecrets } from '../supervisor/secrets-file.ts'
import type { ArchiveReader, Member } from './archive-reader.ts'
import { loadTables, requireGuards, setSequences } from './load-tables.ts'
import { markUnfinished, requireEmptyDatabase } from './restore-target.ts'
import { type SetRight, setRight } from './set-right.ts'

export interface Restored extends SetRight {
  madeAt: Date
  dataDir: string
  tables: number
  rows: number
  /** Whether the backup brought the secrets along. */
  withSecrets: boolean
}

const migrationsFolder = resolve('prisma/migrations')

/**
 * Restores a checked backup into an empty data directory (and database). Until it is done nothing else starts there; what it made
 * is taken away again when it fails. Throws AppError `conflict` or `invalid` with nothing changed where it may not or cannot.
 */
export async function restoreBackup(given: {
  archive: ArchiveReader
  environment: Environment
  secrets: StartSecrets | null
}): Promise<Restored> {
  const { archive, environment, secrets } = given
  const { env } = environment
  await requireKnownMigrations(archive.manifest.migrations)
  const before = new Set(await readdir(env.DATA_DIR).catch(() => []))
  const lock = await lockDataDir(env.DATA_DIR, 'npm run restore')
  try {
    const finished = await markUnfinished(env.DATA_DIR)
    const kept = await takeSecrets(environment, secrets)
    const database = await openEmptyDatabase(environment, archive.manifest.migrations)
    try {
      await load(archive, database.urls, env.DATA_DIR)
      const right = await setRight({ environment, secrets: kept, urls: database.urls, manifest: archive.manifest })
      await finished()
      const { tables } = archive.contents
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      return {
        ...right,
        madeAt: new Date(archive.manifest.madeAt),
        dataDir: env.DATA_DIR,
        tables: tables.length,
        rows,
        withSecrets: secrets !== null,
      }
    } finally {
      await database.close()
    }
  } catch (error) {
    for (const name of await readdir(env.DATA_DIR)) {
      if (!before.has(name)) await rm(join(env.DATA_DIR, name), { recursive: true, force: true })
    }
    throw error
  } finally {
    await lock.release()
  }
}

/** Throws AppError 'invalid' for a backup whose tables this code does not know yet. */
async function requireKnownMigrations(migrations: readonly string[]): Promise<void> {
  const known = new Set(await readdir(migrationsFolder))
  const unknown = migrations.filter((name) => !known.has(name))
  if (unknown.length > 0) {
    throw new AppError(
      'invalid',
      `This backup was made by newer code: its tables were made by ${unknown.at(-1)}, which is not known here. Update first, then restore.`,
    )
  }
}

/** The keys of the restored system. Throws AppError 'conflict' where other ones are set already. */
async function takeSecrets({ env }: Environment, secrets: StartSecrets | null): Promise<StartSecrets> {
  const there = (await readdir(env.DATA_DIR)).includes('secrets.json')
  if (secrets === null) return loadSecrets(env)
  if (!there) await saveSecrets(env.DATA_DIR, secrets)
  const kept = await loadSecrets(env)
  if (kept.ENCRYPTION_KEY === secrets.ENCRYPTION_KEY) return kept
  const where = env.ENCRYPTION_KEY === undefined ? `${env.DATA_DIR}/secrets.json` : 'ENCRYPTION_KEY'
  throw new AppError('conflict', `${where} is another key than the one in the backup. Take it away, or add --without-secrets to keep it.`)
}

async function openEmptyDatabase(
  { env }: Environment,
  migrations: readonly string[],
): Promise<{ urls: DatabaseUrls; close: () => Promise<void> }> {
  if (env.DATABASE_URL === '') {
    const postgres = await startEmbeddedPostgres({ dataDir: env.DATA_DIR })
    const close = async () => {
      // Whatever was loaded is on the disk by then, so the stop is quick and the next start has nothing to recover.
      await withClient(postgres.urls.admin, (client) => client.query('checkpoint')).catch(() => undefined)
      await postgres.stop()
    }
    return { urls: postgres.urls, close }
  }
  const urls = { app: env.DATABASE_URL, owner: env.DATABASE_OWNER_URL ?? env.DATABASE_URL }
  await checkDatabase('DATABASE_URL', urls.app)
  if (urls.owner !== urls.app) await checkDatabase('DATABASE_OWNER_URL', urls.owner)
  await withClient(urls.owner, (client) => requireEmptyDatabase(client, migrations))
  return { urls, close: async () => undefined }
}

async function load(archive: ArchiveReader, urls: DatabaseUrls, dataDir: string): Promise<void> {
  const { manifest, contents } = archive
  await migrateTo(urls, manifest.migrations)
  await withClient(urls.owner, async (client) => {
    await client.query('begin')
    await loadTables(client, archive.members(), contents.tables, (member) => saveFile(dataDir, member))
    await setSequences(client)
    await requireGuards(client)
    await client.query('commit')
    await client.query('analyze')
  })
  await migrate({ ownerUrl: urls.owner, appUrl: urls.app })
}

/** The tables as the backup's code had them; what came later is applied to the loaded rows, as it would have been there. */
async function migrateTo({ owner, app }: DatabaseUrls, names: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-restore-'))
  try {
    for (const name of [...names, 'migration_lock.toml']) await cp(join(migrationsFolder, name), join(folder, name), { recursive: true })
    await migrate({ ownerUrl: owner, appUrl: app }, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function saveFile(dataDir: string, { name, body }: Member): Promise<void> {
  const inside = /^(audit|uploads)(\/[^/\0]+)+$/.test(name) && !name.split('/').some((part) => part === '.' || part === '..')
  if (!inside) throw new AppError('invalid', `The backup holds ${name}, which is not for a data directory. Nothing was kept.`)
  const path = join(dataDir, name)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await pipeline(Readable.from(body), createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }))
}

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, application_name: 'countersign restore', connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
