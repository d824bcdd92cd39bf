import { existsSync, readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { expect, test } from 'vitest'
import { migrate } from '#lib/platform/migrate.ts'
import { testDatabase } from '../support/test-database.ts'
import { testPlatform } from '../support/test-platform.ts'

const ask = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('the application may add to the audit log but not change, empty or own it', async () => {
  const { appUrl } = await testDatabase()
  await expect(ask(appUrl, 'select * from audit_event')).resolves.toEqual([])
  for (const table of ['audit_event', 'audit_leaf', 'audit_checkpoint']) {
    await expect(ask(appUrl, `delete from ${table}`)).rejects.toThrow(/permission denied/)
    await expect(ask(appUrl, `truncate ${table}`)).rejects.toThrow(/permission denied/)
    await expect(ask(appUrl, `alter table ${table} disable trigger all`)).rejects.toThrow(/must be owner/)
  }
  await expect(ask(appUrl, `update audit_event set kind = 'x'`)).rejects.toThrow(/permission denied/)
  await expect(ask(appUrl, 'select * from _prisma_migrations')).rejects.toThrow(/permission denied/)
})

test('the schema holds no change that no migration makes', () => {
  const folders = readdirSync('prisma/migrations').map((name) => `prisma/migrations/${name}/schema.prisma`)
  const newest =
    folders
      .filter((path) => existsSync(path))
      .toSorted()
      .at(-1) ?? ''
  const message = 'make the migration: node scripts/commands/migration.ts NAME'
  expect(readFileSync('prisma/schema.prisma', 'utf8') === readFileSync(newest, 'utf8'), message).toBe(true)
})

test('what one test writes, no other test sees', async () => {
  const [one, other] = [await testPlatform(), await testPlatform()]
  await one.db.setting.create({ data: { key: 'a', value: 1 } })
  expect(await one.db.setting.count()).toBe(1)
  expect(await other.db.setting.count()).toBe(0)
})

test('jobs pass through the queue under the application role', async () => {
  const platform = await testPlatform()
  const id = platform.ids()
  const seen = new Promise<string>((resolve) => platform.queues.work('actions', 1, async (got) => resolve(got)))
  await platform.queues.add([{ queue: 'actions', jobId: `${id}-0`, data: { id }, delayMs: 0 }])
  expect(await seen).toBe(id)
})

test('migrating again after the queue made its own sequences changes nothing and fails on nothing', async () => {
  const platform = await testPlatform()
  const id = platform.ids()
  await platform.queues.add([{ queue: 'actions', jobId: `${id}-0`, data: { id }, delayMs: 0 }])
  const { ownerUrl, appUrl } = platform.database
  expect(await migrate({ ownerUrl, appUrl })).toEqual({ applied: [], separateRoles: true })
})

test('with one role for all it says that the roles are not separate', async () => {
  const { ownerUrl } = await testDatabase()
  expect(await migrate({ ownerUrl, appUrl: ownerUrl })).toEqual({ applied: [], separateRoles: false })
})
