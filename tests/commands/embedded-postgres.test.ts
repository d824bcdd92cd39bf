import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { findRunningPostgres, startEmbeddedPostgres } from '#scripts/postgres/embedded-postgres.ts'
import { cleanUp } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function start(dataDir: string, durable = false) {
  const postgres = await startEmbeddedPostgres({ dataDir, durable })
  cleanUp(() => postgres.stop())
  return postgres
}

test('a server that a killed parent left behind is taken over, with its data and on its port', async () => {
  const folder = await temporaryFolder()
  cleanUp(folder.remove)
  const first = await start(folder.path)
  await ask(first.urls.owner, 'create table kept (id int); insert into kept values (7)')
  // The first parent is gone without a word: what is left is the process and its files.
  const second = await start(folder.path)
  expect(second).toMatchObject({ takenOver: true, pid: first.pid, urls: first.urls })
  expect(await ask(second.urls.owner, 'select id from kept')).toEqual([{ id: 7 }])
  await second.stop()
  await first.exited
  expect(await findRunningPostgres(folder.path)).toBeNull()
})

test('after a crash of the server its next start has everything that was committed, on the same port', async () => {
  const folder = await temporaryFolder()
  cleanUp(folder.remove)
  const first = await start(folder.path, true)
  await ask(first.urls.owner, 'create table kept (id int); insert into kept values (7)')
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const second = await start(folder.path, true)
  expect(second.takenOver).toBe(false)
  expect(second.urls).toEqual(first.urls)
  expect(await ask(second.urls.owner, 'select id from kept')).toEqual([{ id: 7 }])
})

test('who only looks for a server ends none that does not answer, and leaves the files of one that crashed', async () => {
  const folder = await temporaryFolder()
  cleanUp(folder.remove)
  const { cluster, pid, exited } = await start(folder.path)
  const path = join(folder.path, 'postgres.json')
  const state = await readFile(path, 'utf8')
  // With a password that is not its own, nobody is ever answered.
  await writeFile(path, state.replace(/"admin": "[^"]+"/, '"admin": "not its own"'))
  expect(await findRunningPostgres(folder.path)).toBeNull()
  await writeFile(path, state)
  expect(await findRunningPostgres(folder.path)).not.toBeNull()
  process.kill(pid, 'SIGKILL')
  await exited
  expect(await findRunningPostgres(folder.path)).toBeNull()
  expect(await readFile(join(cluster, 'postmaster.pid'), 'utf8')).toContain(`${pid}\n`)
})

test('the passwords are for this user alone, and the database wants them', async () => {
  const folder = await temporaryFolder()
  cleanUp(folder.remove)
  const { urls } = await start(folder.path)
  const { mode } = await import('node:fs').then(({ statSync }) => statSync(join(folder.path, 'postgres.json')))
  expect(mode & 0o077).toBe(0)
  const wrong = new URL(urls.app)
  wrong.password = 'guessed'
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password/)
  expect(await readFile(join(folder.path, 'logs/postgresql.log'), 'utf8')).not.toContain(new URL(urls.app).password)
})

test('a cluster whose passwords were deleted with its data directory stops nobody from starting anew, and is left as it is', async () => {
  const folder = await temporaryFolder()
  cleanUp(folder.remove)
  const lost = await start(folder.path)
  await lost.stop()
  await rm(join(folder.path, 'postgres.json'))
  const fresh = await start(folder.path)
  expect(fresh.cluster).not.toBe(lost.cluster)
  expect(await ask(fresh.urls.app, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(await readFile(join(lost.cluster, 'PG_VERSION'), 'utf8')).toMatch(/^\d/)
})
