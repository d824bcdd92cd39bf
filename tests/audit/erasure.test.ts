import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { eraseEvents, listAuditEvents, proveEvents, sequenceAudit, verifyAudit } from '#lib/audit/index.ts'
import { cleanUp } from '#tests/support/clean-up.ts'
import { auditedPlatform, recordEvents } from './audited.ts'

const by = { personId: '0199a1b0-0000-7000-8000-000000000001' }

/** A log of 30 events of which two were erased. */
async function erasedPlatform() {
  const audited = await auditedPlatform()
  const { platform, ids } = audited
  const gone = [String(ids[4]), String(ids[17])]
  const { eventIds } = await eraseEvents(platform, { scope: { eventIds: gone }, reason: 'The customer asked for it', by })
  return { ...audited, gone, recordId: String(eventIds[0]) }
}

test('what was erased is nowhere in the row, and the log is whole and says how many', async () => {
  const { platform, gone, recordId } = await erasedPlatform()
  const rows = await platform.db.auditEvent.findMany({ where: { id: { in: gone } } })
  for (const row of rows) expect(row).toMatchObject({ content: null, salt: null, erasureId: recordId, kind: expect.any(String) })
  expect(await verifyAudit(platform)).toMatchObject({ ok: true, events: 31, erased: 2, checkpoints: 3 })
  await sequenceAudit(platform)
  expect(await verifyAudit(platform)).toMatchObject({ ok: true, events: 31, erased: 2, checkpoints: 4 })
  expect(await proveEvents(platform, gone)).toHaveLength(2)
})

test('the log keeps who erased what, and why', async () => {
  const { platform, gone, recordId } = await erasedPlatform()
  const [record] = (await listAuditEvents(platform, { event: recordId })).items
  expect(record).toMatchObject({ kind: 'audit.erased', actor: { kind: 'person', id: by.personId } })
  const { reason, events } = (record ?? expect.fail('no record')).content as { reason: string; events: object }
  expect(reason).toBe('The customer asked for it')
  expect(Object.keys(events).sort()).toEqual(gone.toSorted())
  const [event] = (await listAuditEvents(platform, { event: String(gone[0]) })).items
  expect(event).toMatchObject({ content: null, erased: { eventId: recordId, at: record?.at } })
})

test('all events about one thing, in steps, and no other', async () => {
  const { platform } = await auditedPlatform()
  expect(await eraseEvents(platform, { scope: { subject: { kind: 'thing', id: 't3' } }, reason: 'asked', by })).toMatchObject({ erased: 1 })
  // The record of the erasure is about the same thing now, and stays when it is asked again.
  expect(await eraseEvents(platform, { scope: { subject: { kind: 'thing', id: 't3' } }, reason: 'asked', by })).toEqual({
    erased: 0,
    eventIds: [],
  })
  expect(await platform.db.auditEvent.count({ where: { erasedAt: { not: null } } })).toBe(1)
})

test('an event that still waits for its place in the log is erased, too, and gets it', async () => {
  const { platform } = await auditedPlatform()
  const ids = await recordEvents(platform, 3, 40)
  await eraseEvents(platform, { scope: { eventIds: ids }, reason: 'asked', by })
  expect(await verifyAudit(platform)).toMatchObject({ ok: true, events: 34, erased: 3 })
  await sequenceAudit(platform, { everything: true })
  expect(await verifyAudit(platform)).toMatchObject({ ok: true, events: 34, erased: 3 })
})

test('what was erased can be erased again without harm; what is no event, or says what was erased, stops all of it', async () => {
  const { platform, ids, gone, recordId } = await erasedPlatform()
  const again = await eraseEvents(platform, { scope: { eventIds: [...gone, String(ids[5])] }, reason: 'again', by })
  expect(again.erased).toBe(1)
  for (const bad of [recordId, platform.ids()]) {
    const both = eraseEvents(platform, { scope: { eventIds: [String(ids[6]), bad] }, reason: 'no', by })
    await expect(both).rejects.toMatchObject({ code: 'invalid' })
  }
  expect((await listAuditEvents(platform, { event: String(ids[6]) })).items[0]?.content).not.toBeNull()
})

test('two who erase the same at once: each event has one record that names it', async () => {
  const { platform, ids } = await auditedPlatform()
  const request = { scope: { eventIds: ids.slice(0, 10) }, reason: 'asked', by }
  const done = await Promise.allSettled([eraseEvents(platform, request), eraseEvents(platform, request)])
  expect(done.flatMap((each) => (each.status === 'fulfilled' ? [each.value.erased] : [])).reduce((sum, count) => sum + count, 0)).toBe(10)
  expect(await verifyAudit(platform)).toMatchObject({ ok: true, erased: 10 })
})

describe('the guard lets nothing else through', () => {
  async function asOwner() {
    const erased = await erasedPlatform()
    const client = new pg.Client({ connectionString: erased.platform.database.ownerUrl })
    await client.connect()
    cleanUp(() => client.end())
    return { ...erased, client }
  }
  const erase = (record: string) =>
    `content = null, salt = null, "erasedAt" = (select at from audit_event where id = ${record}), "erasureId" = ${record}`

  test.each([
    ['the content alone', `content = null`],
    ['another content', `content = '{}'`],
    ['the salt alone', `salt = null`],
    ['another salt', `salt = decode('00', 'hex')`],
    ['an erasure that nothing recorded', `content = null, salt = null, "erasedAt" = now(), "erasureId" = gen_random_uuid()`],
    ['a note of an erasure, the content left', `"erasedAt" = now(), "erasureId" = gen_random_uuid()`],
  ])('%s', async (_what, set) => {
    const { client, ids } = await asOwner()
    await expect(client.query(`update audit_event set ${set} where id = $1`, [ids[8]])).rejects.toThrow('can only be added to')
  })

  test('an erasure whose record names other events, and one of the record itself', async () => {
    const { client, ids, recordId } = await asOwner()
    const quoted = `'${recordId}'::uuid`
    for (const id of [ids[8], recordId]) {
      await expect(client.query(`update audit_event set ${erase(quoted)} where id = $1`, [id])).rejects.toThrow('can only be added to')
    }
  })

  test('a content put back, or the note of the erasure taken away', async () => {
    const { client, gone } = await asOwner()
    const back = `update audit_event set content = '{}', salt = decode('00', 'hex'), "erasedAt" = null, "erasureId" = null where id = $1`
    await expect(client.query(back, [gone[0]])).rejects.toThrow('can only be added to')
  })

  test('a kind changed together with an erasure', async () => {
    const { client, gone, recordId } = await asOwner()
    const sql = `update audit_event set kind = 'x', ${erase(`'${recordId}'::uuid`)} where id = $1`
    await expect(client.query(sql, [gone[0]])).rejects.toThrow('can only be added to')
  })

  test('the application has the function and no right to change a row', async () => {
    const { platform, ids } = await erasedPlatform()
    await expect(platform.pool.query('update audit_event set content = null where id = $1', [ids[8]])).rejects.toThrow('permission denied')
    const unnamed = await platform.pool.query('select erase_audit_content($1) as erased', [ids[8]])
    expect(unnamed.rows).toEqual([{ erased: 0 }])
  })

  test('nobody else may call the function', async () => {
    const { platform } = await erasedPlatform()
    const { rows } = await platform.pool.query(`select has_function_privilege('public', 'erase_audit_content(uuid)', 'execute') as open`)
    expect(rows).toEqual([{ open: false }])
  })
})

describe('an erasure that was not one is found', () => {
  test('a content that is simply gone', async () => {
    const { platform, ids, tamper } = await auditedPlatform()
    await tamper(`update audit_event set content = null, salt = null, "erasedAt" = now(), "erasureId" = gen_random_uuid() where id = $1`, [
      ids[12],
    ])
    const { firstBad } = await verifyAudit(platform)
    expect(firstBad).toMatchObject({ index: 12, eventId: ids[12] })
    expect(firstBad?.why).toContain('no record of the log says')
  })

  test('what was left of an erased event is changed', async () => {
    const { platform, gone, tamper } = await erasedPlatform()
    await tamper(`update audit_event set kind = 'thing.harmless' where id = $1`, [gone[1]])
    expect((await verifyAudit(platform)).firstBad).toMatchObject({ index: 17, eventId: gone[1] })
  })

  test('its hash is changed', async () => {
    const { platform, gone, tamper } = await erasedPlatform()
    await tamper(`update audit_event set "contentHash" = decode(repeat('11', 32), 'hex') where id = $1`, [gone[1]])
    expect((await verifyAudit(platform)).firstBad).toMatchObject({ index: 17, eventId: gone[1] })
  })

  test('the record of an erasure is changed so that it names one more', async () => {
    const { platform, ids, recordId, tamper } = await erasedPlatform()
    await sequenceAudit(platform)
    await tamper(`update audit_event set content = jsonb_set(content, array['events', $2], '"x"') where id = $1`, [recordId, ids[9]])
    expect((await verifyAudit(platform)).firstBad).toMatchObject({ index: 30, eventId: recordId })
  })

  test('that the guard of erasing is switched off is said', async () => {
    const { platform, tamper } = await auditedPlatform()
    await tamper('alter table audit_event disable trigger audit_event_erasure_guard')
    expect((await verifyAudit(platform)).notes.join()).toContain('audit_event')
  })
})
