import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { migrate } from '#lib/platform/migrate.ts'
import { appRole, ownerRole } from '#scripts/postgres/embedded-postgres.ts'

/** Addresses of the migrated database that every test's own one is a copy of. */
export interface TemplateUrls {
  admin: string
  owner: string
  app: string
}

const password = 'test-only'

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/** Makes roles and template on that server, unless one made from the same migrations is there already. */
export async function makeTemplate(adminUrl: string): Promise<TemplateUrls> {
  const name = `countersign_template_${await hashOfMigrations()}`
  const asRole = (role: string) => {
    const url = new URL(withDatabase(adminUrl, name))
    url.username = role
    url.password = password
    return url.href
  }
  const urls = { admin: adminUrl, owner: asRole(ownerRole), app: asRole(appRole) }
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7262317002)')
    for (const role of [ownerRole, appRole]) {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
      await client.query(`${rowCount === 0 ? 'create' : 'alter'} role ${role} login password '${password}'`)
    }
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) {
      await client.query(`create database ${name} owner ${ownerRole}`)
      await migrate({ ownerUrl: urls.owner, appUrl: urls.app }).catch(async (error) => {
        await client.query(`drop database ${name} with (force)`)
        throw error
      })
    }
  } finally {
    await client.end()
  }
  return urls
}

async function hashOfMigrations(): Promise<string> {
  const folder = resolve('prisma/migrations')
  const files = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.sql')).toSorted()
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(await readFile(join(folder, file)))
  return hash.digest('hex').slice(0, 12)
}
