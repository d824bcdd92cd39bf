import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { SchemaEngine } from '@prisma/schema-engine-wasm'
import pg from 'pg'

// Prisma's schema engine, in a thread of its own: the engine keeps a timer for ten seconds and its memory for good,
// and both end with the thread.

/** The adapter cuts a script at each semicolon, in comments and function bodies too; PostgreSQL itself knows better. */
function adapterOf(pool: pg.Pool): PrismaPg {
  const factory = new PrismaPg(pool)
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    adapter.executeScript = async (script) => {
      await pool.query(script)
    }
    return adapter
  }
  return factory
}

async function applyMigrations(url: string, folder: string, names: readonly string[]): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name: 'countersign migrate' })
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => undefined, bindMigrationAwareSqlAdapterFactory(adapterOf(pool)))
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  )
  const lockfile = { path: 'migration_lock.toml', content: await readFile(join(folder, 'migration_lock.toml'), 'utf8') }
  await engine.applyMigrations({
    migrationsList: { baseDir: folder, lockfile, shadowDbInitScript: '', migrationDirectories },
    filters: { externalTables: [], externalEnums: [] },
  })
  await pool.end()
}

const { url, folder } = workerData as { url: string; folder: string }
const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name)
await applyMigrations(url, folder, names.toSorted())
parentPort?.postMessage('done')
