import { copyFile, mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { zstdDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openArchiveForReading } from '#scripts/backup/archive-reader.ts'
import { openArchive } from '#scripts/backup/archive-writer.ts'
import { type Manifest, manifestName } from '#scripts/backup/manifest.ts'
import { startEmbeddedPostgres } from '#scripts/postgres/embedded-postgres.ts'
import { cleanUp } from '#tests/support/clean-up.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { type Ran, runCommand } from './run-command.ts'

const folder = await temporaryFolder()
cleanUp(folder.remove)
const path = (name: string) => join(folder.path, name)
// Each command starts a process and, most of them, a database.
const timeout = 120_000
const passphrase = 'correct horse battery staple'

const at = (dataDir: string, more: Record<string, string> = {}) => {
  return (command: string, ...args: string[]): Promise<Ran> => runCommand({ DATA_DIR: path(dataDir), ...more }, command, ...args)
}
const original = at('original')
// The first command makes the demo organisation; the second finds its events, which are signed.
await original('key', '--name', 'script', '--owner', 'member@acme.test')
const plain = path('plain.tar')
const withSecrets = path('with-secrets.tar')
const made = await original('backup', plain)
const madeWithSecrets = await at('original', { COUNTERSIGN_BACKUP_PASSPHRASE: passphrase })('backup', withSecrets, '--with-secrets')
const secrets = JSON.parse(await readFile(path('original/secrets.json'), 'utf8')) as Record<string, string>

test('a backup while nothing runs: for this user alone, and it says that the secrets are not in it', async () => {
  expect(made).toMatchObject({ code: 0 })
  expect(made.out).toContain('The secrets are not in it')
  expect((await stat(plain)).mode & 0o777).toBe(0o600)
  expect((await readdir(folder.path)).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('secrets are not in a backup that they were not asked for, and in one that has them nobody can read them', async () => {
  expect(madeWithSecrets).toMatchObject({ code: 0 })
  const raw = JSON.parse(await readFile(path('original/postgres.json'), 'utf8')) as { passwords: Record<string, string> }
  const words = [...Object.values(secrets), ...Object.values(raw.passwords), passphrase]
  const forms = words.flatMap((word) => [Buffer.from(word), Buffer.from(word, 'base64')]).filter(({ length }) => length > 8)
  for (const file of [plain, withSecrets]) {
    const bytes = await unpacked(file)
    expect(bytes.length).toBeGreaterThan(10_000)
    for (const form of forms) expect(bytes.includes(form)).toBe(false)
  }
})

test('a file that is there is not replaced unless that is asked for', async () => {
  const again = await original('backup', plain)
  expect(again).toMatchObject({ code: 1, out: '' })
  expect(again.error).toContain(`${plain} is there already`)
  const copy = path('copy.tar')
  await copyFile(plain, copy)
  expect(await original('backup', copy, '--force')).toMatchObject({ code: 0 })
})

test('nothing to back up: said so, and no database is made', async () => {
  const { code, error } = await at('nowhere')('backup', path('nothing.tar'))
  expect({ code, error }).toMatchObject({ code: 1, error: expect.stringContaining('There is nothing to back up') })
  expect(await stat(path('nowhere')).catch(() => null)).toBeNull()
})

test('elsewhere and without the secrets: it verifies, goes on under a new key, and goes on again', { timeout }, async () => {
  const target = at('elsewhere')
  const back = await target('restore', plain)
  expect(back).toMatchObject({ code: 0 })
  expect(back.out).toContain('The keys here are new')
  const verified = await target('audit-verify')
  expect(verified).toMatchObject({ code: 0 })
  expect(verified.out).toContain('The audit log is whole')
  expect(await target('key', '--name', 'later', '--owner', 'member@acme.test')).toMatchObject({ code: 0 })
  // Moved a second time, with two earlier keys by then.
  const second = path('second.tar')
  expect(await target('backup', second)).toMatchObject({ code: 0 })
  expect(await at('third')('restore', second)).toMatchObject({ code: 0 })
  expect(await at('third')('audit-verify')).toMatchObject({ code: 0 })
})

test('elsewhere with the secrets: the same keys, nothing is missing; the database runs meanwhile', { timeout }, async () => {
  const restored = at('with-secrets', { COUNTERSIGN_BACKUP_PASSPHRASE: passphrase })
  const back = await restored('restore', withSecrets)
  expect(back).toMatchObject({ code: 0 })
  expect(back.out).toContain('The secrets came with the backup: nothing is missing.')
  expect(JSON.parse(await readFile(path('with-secrets/secrets.json'), 'utf8'))).toEqual(secrets)
  expect((await stat(path('with-secrets/secrets.json'))).mode & 0o777).toBe(0o600)
  const postgres = await startEmbeddedPostgres({ dataDir: path('with-secrets'), durable: false })
  cleanUp(() => postgres.stop())
  const running = await restored('backup', path('while-running.tar'))
  expect(running).toMatchObject({ code: 0, error: '' })
})

test('a wrong passphrase is refused, and nothing is written', async () => {
  const wrong = await at('wrong', { COUNTERSIGN_BACKUP_PASSPHRASE: `${passphrase}!` })('restore', withSecrets)
  expect(wrong).toMatchObject({ code: 1, out: '' })
  expect(wrong.error).toContain('The passphrase does not open the secrets')
  const none = await at('wrong')('restore', withSecrets)
  expect(none.error).toContain('A passphrase for the secrets is needed')
  expect(await stat(path('wrong')).catch(() => null)).toBeNull()
})

test('any byte that differs, anywhere in the file: refused before anything is written', { timeout }, async () => {
  const bytes = await readFile(plain)
  const damaged = path('damaged.tar')
  const places = Array.from({ length: 60 }, (_, index) => Math.floor((index * (bytes.length - 1)) / 59))
  for (const place of places) {
    const copy = Buffer.from(bytes)
    copy[place] = (copy[place] ?? 0) ^ 1
    await writeFile(damaged, copy)
    await expect(openArchiveForReading(damaged), `byte ${place}`).rejects.toThrow('does not fit its seal')
  }
  const refused = await at('damaged')('restore', damaged)
  expect(refused).toMatchObject({ code: 1, out: '' })
  await writeFile(damaged, bytes.subarray(0, bytes.length - 512))
  expect(await at('damaged')('restore', damaged)).toMatchObject({ code: 1, out: '' })
  expect(await stat(path('damaged')).catch(() => null)).toBeNull()
})

test('a folder or a database with something in it is refused, and what is there is named', { timeout }, async () => {
  const back = await original('restore', plain)
  expect(back).toMatchObject({ code: 1, out: '' })
  expect(back.error).toMatch(/original is not empty \(.*postgres\.json/)
  const postgres = await startEmbeddedPostgres({ dataDir: path('original'), durable: false })
  cleanUp(() => postgres.stop())
  const database = { DATABASE_URL: postgres.urls.app, DATABASE_OWNER_URL: postgres.urls.owner }
  const full = await at('database', database)('restore', plain)
  expect(full).toMatchObject({ code: 1, out: '' })
  expect(full.error).toContain('The database is not empty (there are rows in ')
  expect(await readdir(path('database'))).toEqual([])
})

test('a backup of newer code is refused with a sentence', async () => {
  const newer = path('newer.tar')
  await rewritten(plain, newer, (manifest) => ({ ...manifest, migrations: [...manifest.migrations, '29990101000000_flying_cars'] }))
  const { code, error } = await at('newer')('restore', newer)
  expect(code).toBe(1)
  expect(error).toContain('made by newer code: its tables were made by 29990101000000_flying_cars')
  expect(await stat(path('newer')).catch(() => null)).toBeNull()
})

test('a restore that was cut off leaves a folder that nothing starts on', async () => {
  await mkdir(path('half'))
  await writeFile(path('half/restoring.json'), '{}')
  for (const command of ['audit-verify', 'restore'])
    expect((await at('half')(command, ...(command === 'restore' ? [plain] : []))).error).toMatch(
      /restore into .* (is not finished|was interrupted)/,
    )
})

/** Every byte of an archive, with what is compressed in it unpacked. */
async function unpacked(file: string): Promise<Buffer> {
  const archive = await openArchiveForReading(file)
  const all = [await readFile(file)]
  for await (const { name, body } of archive.members()) {
    const bytes = await buffer(body)
    all.push(name.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes)
  }
  await archive.close()
  return Buffer.concat(all)
}

/** The same archive with another manifest, sealed as its own writer would. */
async function rewritten(from: string, to: string, change: (manifest: Manifest) => Manifest): Promise<void> {
  const archive = await openArchiveForReading(from)
  const writer = openArchive(await open(to, 'w'), new Date(0))
  await writer.add(manifestName, Buffer.from(JSON.stringify(change(archive.manifest))))
  for await (const { name, body } of archive.members()) await writer.add(name, await buffer(body))
  await writer.finish(archive.contents.tables)
  await archive.close()
}
