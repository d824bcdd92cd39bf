import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contentHashOf, logEntry } from '#lib/audit/audit-entry.ts'
import { sequenceAudit, verifyAudit } from '#lib/audit/index.ts'
import { leafHash } from '#lib/audit/merkle-tree.ts'
import { auditedPlatform, recordEvents } from './audited.ts'

type Audited = Awaited<ReturnType<typeof auditedPlatform>>

/** Changes an event and makes every hash of its row and its leaf fit again, as someone with the source code would. */
async function forge({ platform, tamper }: Audited, id: string): Promise<void> {
  const event = await platform.db.auditEvent.findUniqueOrThrow({ where: { id } })
  const content = { number: 4711 }
  const { kind, traceId } = event
  const contentHash = contentHashOf(event.salt ?? expect.fail('it has no salt'), {
    id,
    at: event.at.toISOString(),
    kind,
    actor: { kind: event.actorKind, id: event.actorId },
    subject: { kind: event.subjectKind, id: event.subjectId },
    content,
    traceId,
  })
  await tamper('update audit_event set content = $2, "contentHash" = $3 where id = $1', [id, JSON.stringify(content), contentHash])
  await tamper('update audit_leaf set "leafHash" = $2 where "eventId" = $1', [id, leafHash(logEntry(id, contentHash))])
}

function outside({ platform }: Audited, file: string): string {
  return join(platform.env.DATA_DIR, 'audit', file)
}

test('an untouched log is whole, and says how much was looked at', async () => {
  const { platform } = await auditedPlatform()
  expect(await verifyAudit(platform)).toEqual({ ok: true, events: 30, erased: 0, checkpoints: 3, notes: [] })
})

describe('one row changed', () => {
  test.each([
    ['content', `content = '{"number": 1}'`],
    ['content, by one member more', `content = content || '{"more": null}'`],
    ['kind', `kind = 'thing.forgotten'`],
    ['time, by a millisecond', `at = at + interval '1 millisecond'`],
    ['actor', `"actorId" = 'someone-else'`],
    ['kind of actor', `"actorKind" = 'model'`],
    ['subject', `"subjectId" = 'other'`],
    ['kind of subject', `"subjectKind" = 'other'`],
    ['trace', `"traceId" = 'other'`],
    ['salt', `salt = decode(repeat('00', 16), 'hex')`],
    ['content hash', `"contentHash" = decode(repeat('00', 32), 'hex')`],
  ])('in its %s is named', async (_, change) => {
    const { platform, ids, tamper } = await auditedPlatform()
    await tamper(`update audit_event set ${change} where id = $1`, [ids[13]])
    const found = await verifyAudit(platform)
    expect(found).toMatchObject({ ok: false, firstBad: { index: 13, eventId: ids[13] } })
  })
})

describe('the last ones deleted', () => {
  test('events only: the first of them is named', async () => {
    const { platform, ids, tamper } = await auditedPlatform()
    await tamper('delete from audit_event where id = any($1)', [ids.slice(25)])
    expect(await verifyAudit(platform)).toMatchObject({ ok: false, firstBad: { index: 25, eventId: ids[25] } })
  })

  test('with their places and checkpoints: the file outside still knows', async () => {
    const { platform, ids, tamper } = await auditedPlatform()
    await tamper('delete from audit_event where id = any($1)', [ids.slice(20)])
    await tamper('delete from audit_leaf where index >= 20')
    await tamper('delete from audit_checkpoint where size > 20')
    const { firstBad } = await verifyAudit(platform)
    expect(firstBad).toMatchObject({ index: 20, eventId: ids[20] })
    expect(firstBad?.why).toContain('the last 10 are missing')
  })

  test('and new ones written over the gap: the first that stands in a wrong place is named', async () => {
    const { platform, ids, tamper } = await auditedPlatform()
    await tamper('delete from audit_event where id = any($1)', [ids.slice(20)])
    await tamper('delete from audit_leaf where index >= 20')
    await tamper('delete from audit_checkpoint where size > 20')
    await recordEvents(platform, 15, 40)
    expect(await sequenceAudit(platform)).toEqual({ sequenced: 15, busy: false })
    expect(await verifyAudit(platform)).toMatchObject({ ok: false, firstBad: { index: 20, eventId: ids[20] } })
  })

  test('the whole log and every checkpoint inside', async () => {
    const { platform, ids, tamper } = await auditedPlatform()
    for (const table of ['audit_event', 'audit_leaf', 'audit_checkpoint']) await tamper(`delete from ${table}`)
    expect(await verifyAudit(platform)).toMatchObject({ ok: false, firstBad: { index: 0, eventId: ids[0] } })
  })
})

describe('one deleted in the middle', () => {
  test('its event only', async () => {
    const { platform, ids, tamper } = await auditedPlatform()
    await tamper('delete from audit_event where id = $1', [ids[11]])
    expect(await verifyAudit(platform)).toMatchObject({ ok: false, firstBad: { index: 11, eventId: ids[11] } })
  })

  test('with its place', async () => {
    const { platform, ids, tamper } = await auditedPlatform()
    await tamper('delete from audit_event where id = $1', [ids[11]])
    await tamper('delete from audit_leaf where index = 11')
    expect(await verifyAudit(platform)).toMatchObject({ ok: false, firstBad: { index: 11, eventId: ids[11] } })
  })

  test('and all behind it moved up', async () => {
    const { platform, ids, tamper } = await auditedPlatform()
    await tamper('delete from audit_event where id = $1', [ids[11]])
    await tamper('delete from audit_leaf where index = 11')
    await tamper('update audit_leaf set index = index + 1000 where index > 11')
    await tamper('update audit_leaf set index = index - 1001 where index > 1000')
    expect(await verifyAudit(platform)).toMatchObject({ ok: false, firstBad: { index: 11, eventId: ids[11] } })
  })
})

describe('two swapped', () => {
  test('in their places, hashes left: the first is named', async () => {
    const { platform, ids, tamper } = await auditedPlatform()
    await tamper('update audit_leaf set "eventId" = gen_random_uuid() where index = 5')
    await tamper('update audit_leaf set "eventId" = $1 where index = 8', [ids[5]])
    await tamper('update audit_leaf set "eventId" = $1 where index = 5', [ids[8]])
    expect(await verifyAudit(platform)).toMatchObject({ ok: false, firstBad: { index: 5, eventId: ids[8] } })
  })

  test('with their hashes: the first is named', async () => {
    const { platform, ids, tamper } = await auditedPlatform()
    await tamper('update audit_leaf set index = case index when 5 then 1008 else 1005 end where index in (5, 8)')
    await tamper('update audit_leaf set index = index - 1000 where index > 1000')
    const { firstBad } = await verifyAudit(platform)
    expect(firstBad).toMatchObject({ index: 5, eventId: ids[8] })
    expect(firstBad?.why).toContain(ids[5])
  })

  test('in what they say, each hash with it', async () => {
    const { platform, ids, tamper } = await auditedPlatform()
    await tamper(
      `update audit_event a set content = b.content, salt = b.salt, "contentHash" = b."contentHash" from audit_event b
       where (a.id, b.id) in (($1, $2), ($2, $1))`,
      [ids[5], ids[8]],
    )
    expect(await verifyAudit(platform)).toMatchObject({ ok: false, firstBad: { index: 5, eventId: ids[5] } })
  })
})

describe('all hashes recomputed after a change', () => {
  test('the signed checkpoints do not fit any more, and the copy outside names the event', async () => {
    const audited = await auditedPlatform()
    await forge(audited, audited.ids[14] as string)
    expect(await verifyAudit(audited.platform)).toMatchObject({ ok: false, firstBad: { index: 14, eventId: audited.ids[14] } })
  })

  test('a careful change is found before a careless one behind it', async () => {
    const audited = await auditedPlatform()
    await forge(audited, audited.ids[12] as string)
    await audited.tamper('update audit_event set kind = $2 where id = $1', [audited.ids[17], 'x'])
    expect((await verifyAudit(audited.platform)).firstBad).toMatchObject({ index: 12, eventId: audited.ids[12] })
  })

  test('without the copy of the entries the first event behind the last good checkpoint is named', async () => {
    const audited = await auditedPlatform()
    await forge(audited, audited.ids[14] as string)
    await rm(outside(audited, 'entries.log'))
    const { firstBad } = await verifyAudit(audited.platform)
    expect(firstBad).toMatchObject({ index: 10, eventId: audited.ids[10] })
    expect(firstBad?.why).toContain('entry 19')
  })

  test('a copy of the entries that was forged as well proves nothing', async () => {
    const audited = await auditedPlatform()
    await forge(audited, audited.ids[14] as string)
    const entries = await readFile(outside(audited, 'entries.log'))
    entries[48 * 12 + 30] = 0
    entries[48 * 12 + 31] = 0
    await writeFile(outside(audited, 'entries.log'), entries)
    expect((await verifyAudit(audited.platform)).firstBad).toMatchObject({ index: 10, eventId: audited.ids[10] })
  })

  test('new roots in the checkpoints inside are not signed, and the file still has the old ones', async () => {
    const audited = await auditedPlatform()
    await forge(audited, audited.ids[14] as string)
    await audited.tamper(`update audit_checkpoint set "rootHash" = decode(repeat('11', 32), 'hex') where size > 10`)
    expect((await verifyAudit(audited.platform)).firstBad).toMatchObject({ index: 14, eventId: audited.ids[14] })
  })

  test('the sequencer signs nothing on top of it once it has to read the log again', async () => {
    const audited = await auditedPlatform()
    await forge(audited, audited.ids[14] as string)
    await audited.tamper(`delete from setting where key = 'audit.frontier'`)
    await recordEvents(audited.platform, 1, 30)
    await expect(sequenceAudit(audited.platform)).rejects.toThrow('is not what its last checkpoint says')
  })
})

describe('checkpoints', () => {
  test('one inside is changed', async () => {
    const { platform, ids, tamper } = await auditedPlatform()
    await tamper(`update audit_checkpoint set note = replace(note, E'\\n20\\n', E'\\n21\\n') where size = 20`)
    expect((await verifyAudit(platform)).firstBad).toMatchObject({ index: 10, eventId: ids[10] })
  })

  test('all inside are deleted', async () => {
    const { platform, tamper } = await auditedPlatform()
    await tamper('delete from audit_checkpoint')
    expect((await verifyAudit(platform)).firstBad?.why).toContain('gone from the database')
  })

  test('all are deleted, inside and outside', async () => {
    const audited = await auditedPlatform()
    await audited.tamper('delete from audit_checkpoint')
    await rm(outside(audited, 'checkpoints.log'))
    expect(await verifyAudit(audited.platform)).toMatchObject({ ok: false, firstBad: { index: 0, eventId: audited.ids[0] } })
  })

  test('one outside is changed', async () => {
    const audited = await auditedPlatform()
    const path = outside(audited, 'checkpoints.log')
    await writeFile(path, (await readFile(path, 'utf8')).replace('\n20\n', '\n19\n'))
    expect((await verifyAudit(audited.platform)).firstBad).toMatchObject({ index: 10 })
  })

  test('those outside are put in another order', async () => {
    const audited = await auditedPlatform()
    const path = outside(audited, 'checkpoints.log')
    const [first, second, third] = (await readFile(path, 'utf8')).split(/(?<=\n)(?=countersign)/)
    await writeFile(path, [second, first, third].join(''))
    expect((await verifyAudit(audited.platform)).firstBad?.why).toContain('stands behind a later one')
  })

  test('a file that is not there is no forgery, and is said', async () => {
    const audited = await auditedPlatform()
    await rm(outside(audited, ''), { recursive: true })
    const found = await verifyAudit(audited.platform)
    expect(found).toMatchObject({ ok: true, events: 30, checkpoints: 3 })
    expect(found.notes.join()).toContain('no checkpoint file')
  })
})

describe('events outside the log', () => {
  test('one that is dated long before others in the log, and never got its place, is named', async () => {
    const { platform } = await auditedPlatform()
    const [backdated] = await recordEvents(platform, 1, -100_000)
    expect((await verifyAudit(platform)).firstBad).toMatchObject({ index: null, eventId: backdated })
  })

  test('those that only wait for their turn are fine, and counted', async () => {
    const { platform } = await auditedPlatform()
    await recordEvents(platform, 4, 30)
    expect(await verifyAudit(platform)).toMatchObject({ ok: true, events: 34, checkpoints: 3 })
  })

  test('one that was changed while it waited is named', async () => {
    const { platform, tamper } = await auditedPlatform()
    const [id] = await recordEvents(platform, 1, 30)
    await tamper('update audit_event set kind = $2 where id = $1', [id, 'x'])
    expect((await verifyAudit(platform)).firstBad).toMatchObject({ index: null, eventId: id })
  })

  test('an entry that was added to the log without a signature is named', async () => {
    const { platform, tamper } = await auditedPlatform()
    const [id] = await recordEvents(platform, 1, 30)
    const { contentHash } = await platform.db.auditEvent.findUniqueOrThrow({ where: { id: id as string } })
    await tamper('insert into audit_leaf (index, "eventId", "leafHash") values (30, $1, $2)', [
      id,
      leafHash(logEntry(id as string, contentHash)),
    ])
    const { firstBad } = await verifyAudit(platform)
    expect(firstBad).toMatchObject({ index: 30, eventId: id })
    expect(firstBad?.why).toContain('No checkpoint covers')
  })
})

test('that the guard is switched off is said', async () => {
  const { platform, tamper } = await auditedPlatform()
  await tamper('alter table audit_leaf disable trigger audit_leaf_guard')
  const found = await verifyAudit(platform)
  expect(found.ok).toBe(true)
  expect(found.notes.join()).toContain('audit_leaf')
})
