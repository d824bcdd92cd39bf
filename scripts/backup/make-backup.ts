import { chmod, type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { openCheckpoint, verifierKey } from '#lib/audit/checkpoint-note.ts'
import { outsideFiles } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { createSecrets } from '#lib/platform/secrets.ts'
import packageJson from '../../package.json' with { type: 'json' }
import type { StartSecrets } from '../supervisor/secrets-file.ts'
import { type ArchiveWriter, openArchive } from './archive-writer.ts'
import { dumpTable } from './dump-tables.ts'
import { type DumpedTable, formatVersion, type Manifest, manifestName } from './manifest.ts'
import { sealSecrets } from './secrets-box.ts'
import { appliedMigrations, keptTables } from './tables.ts'

export interface BackupRequest {
  file: string
  /** Whether a file of that name is replaced. */
  force: boolean
  ownerUrl: string
  dataDir: string
  secrets: StartSecrets
  /** Null: the secrets stay out. */
  passphrase: string | null
}

export interface MadeBackup {
  madeAt: Date
  bytes: number
  tables: number
  rows: number
}

/**
 * Writes the whole state as of one moment, while everything runs: it holds no lock that anybody waits for. The file is there, whole,
 * on the disk and for this user alone, or it is not there. Throws AppError 'conflict' for a file that is there already.
 */
export async function makeBackup(request: BackupRequest): Promise<MadeBackup> {
  const part = `${request.file}.part`
  if (!request.force && (await stat(request.file).catch(() => null)) !== null) {
    throw new AppError('conflict', `${request.file} is there already. Choose another name, or add --force to replace it.`)
  }
  const handle = await openPart(part, request.force)
  try {
    const made = await write(request, handle)
    await rename(part, request.file)
    return made
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function openPart(part: string, force: boolean): Promise<FileHandle> {
  try {
    const handle = await open(part, force ? 'w' : 'wx', 0o600)
    await chmod(part, 0o600)
    return handle
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') {
      throw new AppError(
        'conflict',
        `${part} is there: another backup is being written, or one was interrupted. Delete it, or add --force.`,
      )
    }
    throw new AppError('invalid', `The backup cannot be written: ${message}`)
  }
}

async function write(request: BackupRequest, file: FileHandle): Promise<MadeBackup> {
  const { ownerUrl, dataDir, secrets, passphrase } = request
  const key = createSecrets({ encryptionKey: secrets.ENCRYPTION_KEY }).auditKey
  // Before the snapshot: what is outside the database by now is inside the snapshot too, whatever is committed meanwhile.
  const outside = await outsideFiles(dataDir)
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'countersign backup', connectionTimeoutMillis: 10_000 })
  await client.connect()
  let archive: ArchiveWriter | null = null
  try {
    await client.query('begin isolation level repeatable read read only')
    const migrations = await appliedMigrations(client)
    if (migrations.length === 0) throw new AppError('conflict', 'There is nothing to back up: this database holds none of our tables.')
    const { rows: clock } = await client.query<{ now: Date }>('select now() as now')
    const madeAt = clock[0]?.now ?? new Date()
    await requireOwnLog(client, key)
    const manifest: Manifest = {
      format: 'countersign-backup',
      version: formatVersion,
      madeAt: madeAt.toISOString(),
      code: packageJson.version,
      migrations,
      auditKey: verifierKey(key),
      secrets: passphrase === null ? null : await sealSecrets(secrets, passphrase),
    }
    archive = openArchive(file, madeAt)
    await archive.add(manifestName, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
    const tables: DumpedTable[] = []
    for (const table of await keptTables(client)) tables.push(await dumpTable(client, table, archive))
    await client.query('commit')
    for (const { name, path, bytes } of outside) await archive.addFile(`audit/${name}`, { path, bytes })
    await addUploads(archive, join(dataDir, 'uploads'))
    const bytes = await archive.finish(tables)
    return { madeAt, bytes, tables: tables.length, rows: tables.reduce((sum, { rows }) => sum + rows, 0) }
  } catch (error) {
    if (archive === null) await file.close()
    else await archive.abandon(error)
    throw error
  } finally {
    await client.end()
  }
}

/** Keys of another installation in the backup would lock everything that they were to open. Throws AppError 'conflict'. */
async function requireOwnLog(client: pg.Client, key: ReturnType<typeof createSecrets>['auditKey']): Promise<void> {
  const { rows } = await client.query<{ note: string }>('select note from audit_checkpoint order by size desc limit 1')
  if (rows[0] === undefined || openCheckpoint(rows[0].note, key) !== null) return
  throw new AppError(
    'conflict',
    'ENCRYPTION_KEY is not the key that signed this database’s audit log. Set DATA_DIR, or ENCRYPTION_KEY, to those of this system.',
  )
}

/** After the snapshot: a file is there before a row speaks of it. */
async function addUploads(archive: ArchiveWriter, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name)
    await archive.addFile(`uploads/${path.slice(folder.length + 1)}`, { path, bytes: (await stat(path)).size })
  }
}
