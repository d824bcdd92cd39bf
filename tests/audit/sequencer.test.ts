import { appendFile, readFile, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { auditRow, recordAudit, sequenceAudit, verifyAudit } from '#lib/audit/index.ts'
import { withTransaction } from '#lib/platform/index.ts'
import { cleanUp } from '#tests/support/clean-up.ts'
import { type TestPlatform, testPlatform } from '#tests/support/test-platform.ts'
import { recordEvents } from './audited.ts'

async function order({ db }: TestPlatform): Promise<string[]> {
  const leaves = await db.auditLeaf.findMany({ orderBy: { index: 'asc' } })
  leaves.forEach(({ index }, place) => {
    expect(index).toBe(BigInt(place))
  })
  return leaves.map(({ eventId }) => eventId)
}

async function asOwner(platform: TestPlatform): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: platform.database.ownerUrl })
  await client.connect()
  cleanUp(() => client.end())
  return client
}

test('a rolled-back change leaves no event', async () => {
  const platform = await testPlatform()
  const failing = withTransaction(platform, async (tx) => {
    await recordAudit(tx, { kind: 'thing.made', actor: { kind: 'system', id: null }, subject: { kind: 'thing', id: '1' }, content: {} })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await sequenceAudit(platform)).toEqual({ sequenced: 0, busy: false })
  expect(await verifyAudit(platform)).toMatchObject({ ok: true, events: 0, checkpoints: 0 })
})

test('texts that PostgreSQL refuses do not stop a change from being recorded', async () => {
  const platform = await testPlatform()
  const content = {
    nul: 'a\0b',
    half: 'x\ud800y',
    'k\0': '\\u0000',
    pair: '🙂',
    number: 1e21,
    small: 5e-324,
    minus: -0,
    when: new Date(0),
    gone: undefined,
  }
  const id = await withTransaction(platform, (tx) =>
    recordAudit(tx, { kind: 'thing.made', actor: { kind: 'model', id: 'm' }, subject: { kind: 'thing', id: '1' }, content }),
  )
  const stored = await platform.db.auditEvent.findUniqueOrThrow({ where: { id } })
  expect(stored.content).toMatchObject({ nul: 'a\ufffdb', half: 'x\ufffdy', 'k\ufffd': '\\u0000', pair: '🙂', number: 1e21 })
  await sequenceAudit(platform)
  expect(await verifyAudit(platform)).toMatchObject({ ok: true, events: 1 })
})

test('events stand in order of time, in batches, each batch signed', async () => {
  const platform = await testPlatform()
  const later = await recordEvents(platform, 7, 10)
  const earlier = await recordEvents(platform, 5, 0)
  expect(await sequenceAudit(platform, { batch: 5 })).toEqual({ sequenced: 12, busy: false })
  expect(await order(platform)).toEqual([...earlier, ...later])
  expect(await verifyAudit(platform)).toMatchObject({ ok: true, events: 12, checkpoints: 3 })
  expect(await sequenceAudit(platform)).toEqual({ sequenced: 0, busy: false })
})

test('an event that was committed late gets the next place, and no place is left out', async () => {
  const platform = await testPlatform()
  const slow = await asOwner(platform)
  const row = auditRow({
    kind: 'thing.made',
    actor: { kind: 'system', id: null },
    subject: { kind: 'thing', id: 'slow' },
    content: {},
    at: new Date('2026-01-05T08:00:02.500Z'),
  })
  await slow.query('begin')
  await slow.query(
    `insert into audit_event (id, at, kind, "actorKind", "subjectKind", "subjectId", content, salt, "contentHash")
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.id,
      row.at,
      row.kind,
      row.actorKind,
      row.subjectKind,
      row.subjectId,
      row.content,
      Buffer.from(row.salt),
      Buffer.from(row.contentHash),
    ],
  )
  const fast = await recordEvents(platform, 6)
  await sequenceAudit(platform)
  await slow.query('commit')
  await sequenceAudit(platform)
  expect(await order(platform)).toEqual([...fast, row.id])
  expect(await verifyAudit(platform)).toMatchObject({ ok: true, events: 7, checkpoints: 2 })
})

test('an event from long before is found by a look at everything', async () => {
  const platform = await testPlatform()
  await recordEvents(platform, 3, 10_000)
  await sequenceAudit(platform)
  await recordEvents(platform, 1, 0)
  expect((await sequenceAudit(platform)).sequenced).toBe(0)
  expect((await sequenceAudit(platform, { everything: true })).sequenced).toBe(1)
  expect(await verifyAudit(platform)).toMatchObject({ ok: true, events: 4 })
})

test('two sequencers at once: every event has one place', async () => {
  const first = await testPlatform()
  const second = await testPlatform({ database: first.database })
  await recordEvents(first, 40)
  const results = await Promise.all([0, 1, 2, 3].map((number) => sequenceAudit(number % 2 === 0 ? first : second, { batch: 7 })))
  expect(results.reduce((sum, { sequenced }) => sum + sequenced, 0)).toBe(40)
  expect(new Set(await order(first)).size).toBe(40)
  expect(await verifyAudit(first)).toMatchObject({ ok: true, events: 40 })
})

test('the web process has no key to sign with', async () => {
  const worker = await testPlatform()
  const web = await testPlatform({ database: worker.database, role: 'web' })
  await recordEvents(worker, 2)
  await expect(sequenceAudit(web)).rejects.toThrow('Only the worker')
  await sequenceAudit(worker)
  expect(await verifyAudit(web)).toMatchObject({ ok: true, events: 2, checkpoints: 1 })
})

describe('the files beside the database', () => {
  const path = (platform: TestPlatform, file: string) => join(platform.env.DATA_DIR, 'audit', file)

  test('a note that a crash has torn is written again, and the log is whole', async () => {
    const platform = await testPlatform()
    await recordEvents(platform, 3)
    await sequenceAudit(platform)
    await recordEvents(platform, 3, 3)
    await sequenceAudit(platform)
    const whole = await readFile(path(platform, 'checkpoints.log'))
    await truncate(path(platform, 'checkpoints.log'), whole.length - 30)
    expect(await verifyAudit(platform)).toMatchObject({ ok: true, checkpoints: 2 })
    await sequenceAudit(platform)
    expect(await readFile(path(platform, 'checkpoints.log'))).toEqual(whole)
  })

  test('files that were lost are made again from what is signed', async () => {
    const platform = await testPlatform()
    await recordEvents(platform, 25)
    await sequenceAudit(platform, { batch: 4 })
    const before = await Promise.all(['checkpoints.log', 'entries.log'].map((file) => readFile(path(platform, file))))
    await rm(path(platform, ''), { recursive: true })
    await sequenceAudit(platform)
    expect(await Promise.all(['checkpoints.log', 'entries.log'].map((file) => readFile(path(platform, file))))).toEqual(before)
  })

  test('a checkpoint can be read as a C2SP note', async () => {
    const platform = await testPlatform()
    await recordEvents(platform, 3)
    await sequenceAudit(platform)
    expect(await readFile(path(platform, 'checkpoints.log'), 'utf8')).toMatch(
      /^countersign-audit\n3\n[\w+/]{43}=\n\n— countersign-audit [\w+/=]+\n\n$/,
    )
  })

  test('half a note behind the last whole one is not a forgery', async () => {
    const platform = await testPlatform()
    await recordEvents(platform, 3)
    await sequenceAudit(platform)
    await appendFile(path(platform, 'checkpoints.log'), 'countersign-audit\n6\n')
    expect(await verifyAudit(platform)).toMatchObject({ ok: true })
    await recordEvents(platform, 3, 3)
    await sequenceAudit(platform)
    expect(await verifyAudit(platform)).toMatchObject({ ok: true, checkpoints: 2, events: 6 })
  })
})

describe('the log can only be added to', () => {
  const aColumn: Record<string, string> = { audit_event: 'kind', audit_leaf: '"eventId"', audit_subtree: 'hash', audit_checkpoint: 'note' }
  const statements = ['audit_event', 'audit_leaf', 'audit_subtree', 'audit_checkpoint'].flatMap((table) => [
    `update ${table} set ${aColumn[table]} = ${aColumn[table]}`,
    `delete from ${table}`,
    `truncate ${table}`,
  ])

  test.each(statements)('the owner is refused: %s', async (sql) => {
    const platform = await testPlatform()
    await expect((await asOwner(platform)).query(sql)).rejects.toThrow('can only be added to')
  })

  test.each(statements)('the application has no right to: %s', async (sql) => {
    const platform = await testPlatform()
    await expect(platform.pool.query(sql)).rejects.toThrow('permission denied')
  })
})
