import { beforeEach, expect, test } from 'vitest'
import { recordAuditEvents, sequenceAudit } from '#lib/audit/index.ts'
import { withTransaction } from '#lib/platform/index.ts'
import { GET as consistency } from '../../app/api/v1/audit/consistency/route.ts'
import { POST as erase } from '../../app/api/v1/audit/erase/route.ts'
import { GET as exportDoor } from '../../app/api/v1/audit/export/route.ts'
import { GET as list } from '../../app/api/v1/audit/route.ts'
import { type TestPlatform, testPlatform } from '../support/test-platform.ts'
import { call, origin, type TestCaller, testCaller } from './call-door.ts'
import { webPlatform } from './web-platform.ts'

let platform: TestPlatform
let admin: TestCaller
let auditor: TestCaller
let member: TestCaller
let ids: string[]

beforeEach(async () => {
  platform = await webPlatform()
  admin = await testCaller(platform, ['admin'])
  auditor = await testCaller(platform, ['auditor'])
  member = await testCaller(platform, ['member'])
  ids = await withTransaction(platform, (tx) =>
    recordAuditEvents(
      tx,
      Array.from({ length: 1_200 }, (_, number) => ({
        kind: 'thing.made',
        actor: { kind: 'system' as const, id: null },
        subject: { kind: 'thing', id: `t${number % 100}` },
        content: { number },
      })),
    ),
  )
  await sequenceAudit(await testPlatform({ database: platform.database }))
})

const take = (caller: TestCaller, query = '') =>
  exportDoor(new Request(`${origin}/api/v1/audit/export${query}`, { headers: caller.byKey }), { params: Promise.resolve({}) })

test('an export is a file of lines for an auditor, and nothing for a member', async () => {
  const response = await take(auditor, '?subject=thing:t7')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/jsonl; charset=utf-8')
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.jsonl"$/)
  const lines = (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.filter(({ type }) => type === 'event')).toHaveLength(12)
  expect(lines.at(-1)).toMatchObject({ type: 'end', lines: lines.length })
  expect((await take(member)).status).toBe(403)
  expect((await take(auditor, '?from=yesterday')).status).toBe(422)
})

test('it is read piece by piece as the client takes it, and no further than that when the client leaves', async () => {
  const asked: string[] = []
  const query = platform.pool.query.bind(platform.pool)
  platform.pool.query = ((...given: [string]) => {
    asked.push(String(given[0]))
    return query(...given)
  }) as typeof platform.pool.query
  const reader = ((await take(auditor)).body as ReadableStream<Uint8Array>).getReader()
  const pages = () => asked.filter((sql) => sql.includes('from audit_leaf l join audit_event e')).length
  await reader.read()
  expect(pages()).toBe(0)
  await reader.read()
  await reader.read()
  expect(pages()).toBe(1)
  await reader.cancel()
  expect(pages()).toBe(1)
})

test('only an admin erases; everyone who may read sees that it was done', async () => {
  const body = { eventIds: ids.slice(0, 2), reason: 'asked for' }
  for (const who of [member, auditor])
    expect((await call(erase, 'POST', '/api/v1/audit/erase', { headers: who.byKey, body })).status).toBe(403)
  const { status, json } = await call(erase, 'POST', '/api/v1/audit/erase', { headers: admin.byKey, body })
  expect({ status, erased: json.erased }).toEqual({ status: 200, erased: 2 })
  const found = await call(list, 'GET', '/api/v1/audit?subject=thing:t0&limit=200', { headers: auditor.byKey })
  expect(found.json.items.at(-1)).toMatchObject({ content: null, erased: { eventId: json.eventIds[0] } })
  const subject = { subject: 'thing:t3', reason: 'asked for' }
  expect((await call(erase, 'POST', '/api/v1/audit/erase', { headers: admin.byKey, body: subject })).json.erased).toBe(12)
})

test.each([
  ['nothing to erase', { reason: 'x' }],
  ['both', { eventIds: ['0199a1b0-0000-7000-8000-000000000001'], subject: 'thing:t1', reason: 'x' }],
  ['no reason', { subject: 'thing:t1', reason: ' ' }],
  ['a kind alone, which would be nearly everything', { subject: 'thing', reason: 'x' }],
  ['an event that is none', { eventIds: ['0199a1b0-0000-7000-8000-000000000001'], reason: 'x' }],
])('%s is refused, and nothing is erased', async (_what, body) => {
  expect((await call(erase, 'POST', '/api/v1/audit/erase', { headers: admin.byKey, body })).status).toBe(422)
  expect(await platform.db.auditEvent.count({ where: { erasedAt: { not: null } } })).toBe(0)
})

test('an action that is none is not there', async () => {
  for (const id of ['x', '0199a1b0-0000-7000-8000-000000000001']) {
    const body = { subject: `action:${id}`, reason: 'x' }
    expect((await call(erase, 'POST', '/api/v1/audit/erase', { headers: admin.byKey, body })).status).toBe(404)
  }
})

test('consistency between two sizes', async () => {
  const answer = await call(consistency, 'GET', '/api/v1/audit/consistency?from=1000', { headers: auditor.byKey })
  expect(answer.json).toMatchObject({
    from: 1000,
    path: expect.any(Array),
    notes: { from: null, to: expect.stringContaining('countersign-audit') },
  })
  for (const query of ['', '?from=0', '?from=99999999', '?from=x']) {
    expect((await call(consistency, 'GET', `/api/v1/audit/consistency${query}`, { headers: auditor.byKey })).status).toBe(422)
  }
  expect((await call(consistency, 'GET', '/api/v1/audit/consistency?from=1', { headers: member.byKey })).status).toBe(403)
})
