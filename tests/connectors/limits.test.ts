import { expect, test } from 'vitest'
import { claimReady, runClaim } from '#lib/actions/index.ts'
import { listConnections, setConnectionLimits } from '#lib/connectors/index.ts'
import { GET, POST } from '../../app/api/v1/connections/route.ts'
import { call, testCaller } from '../api/call-door.ts'
import { webPlatform } from '../api/web-platform.ts'
import { openHouse } from '../support/house.ts'

const house = await openHouse()
const { platform, demo } = house
const web = await webPlatform({ database: platform.database })
const [admin, member] = [await testCaller(web, ['admin']), await testCaller(web, ['member'])]
const actor = { kind: 'person', id: house.admin.personId } as const
const document = await (await fetch(`${demo.url}/openapi.json`)).text()

const connect = (name: string, limits: unknown, { byKey } = admin) =>
  call(POST, 'POST', '/api/v1/connections', {
    headers: byKey,
    body: { name, openapi: document, tags: ['helpdesk'], baseUrl: demo.url, confirm: true, allowPrivate: true, limits },
  })
const limitsNow = async (id: string) => (await listConnections(platform)).find((one) => one.id === id)?.settings
const changes = (subjectId: string) =>
  platform.db.auditEvent.findMany({ where: { kind: 'connection.limits_set', subjectId }, orderBy: { id: 'asc' } })
const claims = async (connectionId: string) => (await claimReady(platform, { connectionId, worker: 'one', most: 16, except: [] })).claims

test('limits are set with the connection, shown by the API, and obeyed by the claim; a change reaches the other process', async () => {
  const made = await connect('desk', { concurrency: 2, keyTtlHours: 1 })
  expect([made.status, made.json.connection.limits]).toEqual([201, { concurrency: 2, keyTtlHours: 1 }])
  const { id } = made.json.connection
  const { json } = await call(GET, 'GET', '/api/v1/connections', { headers: admin.byKey })
  const listed = Object.fromEntries(json.items.map(({ name, limits }: { name: string; limits: unknown }) => [name, limits]))
  expect(listed).toMatchObject({ desk: { concurrency: 2, keyTtlHours: 1 }, crm: {} })
  const added = await platform.db.auditEvent.findFirstOrThrow({ where: { kind: 'connection.added', subjectId: id } })
  expect(added.content).toMatchObject({ limits: { concurrency: 2, keyTtlHours: 1 } })

  for (let each = 0; each < 6; each++) {
    const input = { subject: `Limit ${each}`, body: 'For a test.', requesterEmail: 'limit@example.test', priority: 'low' }
    expect((await house.ask('desk.create_ticket', input)).status).toBe('queued')
  }
  const first = await claims(id)
  expect(first).toHaveLength(2)
  await setConnectionLimits(web, { connectionId: id, limits: { concurrency: 3 }, actor })
  const second = await claims(id)
  expect(second).toHaveLength(1)
  await setConnectionLimits(web, { connectionId: id, limits: { concurrency: null }, actor })
  const third = await claims(id)
  expect(third).toHaveLength(3)
  await Promise.all([...first, ...second, ...third].map((claim) => runClaim(platform, claim)))
  expect(await platform.db.action.count({ where: { connectionId: id, status: 'succeeded' } })).toBe(6)
})

test('a change leaves what it does not name, and is in the audit log with before and after', async () => {
  const { id } = await platform.db.connection.findUniqueOrThrow({ where: { name: 'crm' } })
  const { allowedHosts } = (await limitsNow(id)) ?? {}
  await setConnectionLimits(platform, { connectionId: id, limits: { ratePerSecond: 10, attempts: 3 }, actor })
  await setConnectionLimits(platform, { connectionId: id, limits: { ratePerSecond: null, deadlineMs: 5_000 }, actor })
  expect(await limitsNow(id)).toEqual({ allowedHosts, attempts: 3, deadlineMs: 5_000 })
  expect((await changes(id)).map(({ actorId, content }) => ({ actorId, content }))).toEqual([
    { actorId: actor.id, content: { before: {}, after: { ratePerSecond: 10, attempts: 3 } } },
    { actorId: actor.id, content: { before: { ratePerSecond: 10, attempts: 3 }, after: { deadlineMs: 5_000, attempts: 3 } } },
  ])
})

test('two at once: neither loses what the other has set', async () => {
  const { id } = await platform.db.connection.findUniqueOrThrow({ where: { name: 'commerce' } })
  await Promise.all([
    setConnectionLimits(platform, { connectionId: id, limits: { concurrency: 4 }, actor }),
    setConnectionLimits(web, { connectionId: id, limits: { ratePerSecond: 10 }, actor }),
  ])
  expect(await limitsNow(id)).toMatchObject({ concurrency: 4, ratePerSecond: 10 })
})

test.each([
  ['concurrency', 0],
  ['concurrency', 1.5],
  ['ratePerSecond', -1],
  ['ratePerSecond', null],
  ['keyTtlHours', '24'],
  ['deadlineMs', 60_000],
  ['attempts', 21],
])('nonsense is refused and names its field: %s %o', async (name, value) => {
  const { status, json } = await connect('nonsense', { [name]: value })
  expect([status, json.errors]).toEqual([422, [{ path: `limits.${name}`, message: expect.stringMatching(/from .+ to /) }]])
  expect(await platform.db.connection.count({ where: { name: 'nonsense' } })).toBe(0)
})

test('what is no limit, a connection that is not there and a member are refused; nothing changes', async () => {
  expect((await connect('nonsense', { allowedHosts: ['10.0.0.1:80'] })).status).toBe(422)
  expect((await connect('nonsense', { concurrency: 2 }, member)).status).toBe(403)
  const { id } = await platform.db.connection.findUniqueOrThrow({ where: { name: 'mail' } })
  const refused = setConnectionLimits(platform, { connectionId: id, limits: { concurrency: 0, attempts: 3 }, actor })
  await expect(refused).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'concurrency' }] })
  const nowhere = setConnectionLimits(platform, { connectionId: platform.ids(), limits: { concurrency: 2 }, actor })
  await expect(nowhere).rejects.toMatchObject({ code: 'not_found' })
  expect([await limitsNow(id), await changes(id)]).toEqual([{}, []])
})
