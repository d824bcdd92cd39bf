import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { cleanUp } from './clean-up.ts'
import { withDatabase } from './template-database.ts'

export interface TestDatabase {
  /** As the application: may not change the audit log. */
  appUrl: string
  /** As the owner of the tables. */
  ownerUrl: string
  /** As superuser, in this database: to do what no role of ours may, e.g. tampering. */
  adminUrl: string
}

/** A fresh, migrated, empty database; dropped when the test (or the file, outside a test) ends. */
export async function testDatabase(): Promise<TestDatabase> {
  const template = inject('template')
  const name = `test_${randomBytes(8).toString('hex')}`
  const source = new URL(template.owner).pathname.slice(1)
  await asAdmin(template.admin, `create database ${name} template ${source} owner countersign_owner`)
  cleanUp(() => asAdmin(template.admin, `drop database if exists ${name} with (force)`))
  return {
    appUrl: withDatabase(template.app, name),
    ownerUrl: withDatabase(template.owner, name),
    adminUrl: withDatabase(template.admin, name),
  }
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
