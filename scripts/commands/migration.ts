import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, mockMigrationAwareAdapterFactory } from '@prisma/driver-adapter-utils'
import { SchemaEngine } from '@prisma/schema-engine-wasm'

const prismaDir = join(import.meta.dirname, '../../prisma')
const migrationsDir = join(prismaDir, 'migrations')

const handMark = '-- By hand, from here on'

/** Migrations that changed the schema, oldest first: each such folder keeps a copy of the schema as it left it. */
async function schemaMigrations(): Promise<{ name: string; schema: string }[]> {
  const folders = (await readdir(migrationsDir, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const read = folders.map(async ({ name }) => ({
    name,
    schema: await readFile(join(migrationsDir, name, 'schema.prisma'), 'utf8').catch(() => null),
  }))
  const found = (await Promise.all(read)).filter((each): each is { name: string; schema: string } => each.schema !== null)
  return found.toSorted((a, b) => a.name.localeCompare(b.name))
}

/** What was written by hand below the mark stays when the migration is made again. */
async function handWritten(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'migration.sql'), 'utf8').catch(() => '')
  const at = text.indexOf(handMark)
  return at === -1 ? '' : `\n${text.slice(at)}`
}

/** A comparison of two schemas needs no database; the engine only asks which PostgreSQL it would be. */
function offlineAdapter() {
  const factory = mockMigrationAwareAdapterFactory('postgres')
  const version = {
    columnNames: ['exists', 'version', 'numeric_version'],
    columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
    rows: [[true, 'PostgreSQL 15.0', 150_000]],
  }
  const connect = async () => ({
    ...(await factory.connect()),
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    queryRaw: async () => version,
    dispose: async () => undefined,
  })
  return bindMigrationAwareSqlAdapterFactory({ ...factory, connect, connectToShadowDb: connect })
}

async function sqlBetween(before: string | null, after: string): Promise<string> {
  const asTarget = (content: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content }],
    configDir: prismaDir,
  })
  const engine = await SchemaEngine.new({ datamodels: [['schema.prisma', after]] }, () => undefined, offlineAdapter())
  const result = await engine.diff({
    from: before === null ? { tag: 'empty' } : asTarget(before),
    to: asTarget(after),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  return result.stdout ?? ''
}

const name = process.argv[2]
if (name !== '--again' && !/^[a-z][a-z0-9_]*$/.test(name ?? '')) {
  console.error('Say what the migration does, in snake_case: node scripts/commands/migration.ts add_reviews')
  console.error('Or, while the newest one was applied nowhere that matters, make it again from the schema: … migration.ts --again')
  process.exit(1)
}
const earlier = await schemaMigrations()
const again = name === '--again' ? earlier.pop() : undefined
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
const folder = join(migrationsDir, again?.name ?? `${stamp}_${name}`)
const schema = await readFile(join(prismaDir, 'schema.prisma'), 'utf8')
const sql = await sqlBetween(earlier.at(-1)?.schema ?? null, schema)
await mkdir(folder, { recursive: true })
await writeFile(join(folder, 'migration.sql'), sql + (await handWritten(folder)))
await writeFile(join(folder, 'schema.prisma'), schema)
console.log(`${folder}/migration.sql: read it, and add by hand, below a line "${handMark}", what Prisma cannot say.`)
