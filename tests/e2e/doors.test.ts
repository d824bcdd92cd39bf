import { describe, expect, test } from 'vitest'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Answered, type Client, type DemoPersonName, signIn, stranger } from './client.ts'
import { doorsOfBuild, doorsOfSources } from './find-doors.ts'
import { apiDoors, fileDoors, functionDoors, pageDoors } from './permission-table.ts'

const system = await startSystem()
const names = ['admin', 'approver', 'approver2', 'member', 'auditor'] as const satisfies DemoPersonName[]
const people = Object.fromEntries(await Promise.all(names.map(async (who) => [who, await signIn(system.url, who)]))) as Record<
  DemoPersonName,
  Client
>
const nobody = stranger(system.url)
const built = doorsOfBuild()
const unknownId = '01890000-0000-7000-8000-000000000000'

/** What an approver owns, and what waits in it for approvers. */
const owned = await (async () => {
  const conversation = await people.approver.post('/conversations', {})
  const text = 'Refund order 1042, 30 EUR, it arrived broken.'
  const { actions } = await people.approver.post(`/conversations/${conversation.id}/turns`, { text })
  const action = (actions as { id: string; digest: string; status: string }[]).find(({ status }) => status === 'awaiting_approval')
  if (action === undefined) throw new Error('nothing waits')
  return { conversation: conversation.id as string, action: action.id, digest: action.digest }
})()

function addressWith(path: string, id: string): string {
  return path
    .replace('/teams/{name}', '/teams/nobody')
    .replace('{id}', id)
    .replace('[id]', id)
    .replace('{name}', 'commerce.refund_order')
    .replace('[name]', 'commerce')
    .replace(/\[\.\.\.\w+\]/, 'nothing-here')
}

/** One request; of a stream only the beginning. */
async function knock(client: Client, door: string, id: string, body?: unknown): Promise<Pick<Answered, 'status'>> {
  const [method = '', path = ''] = door.split(' ')
  const send = () => client.send(method, addressWith(path, id), method === 'GET' ? undefined : (body ?? {}))
  // It gives up after two seconds, which a busy machine may take.
  if (path === '/api/health') return waitFor(async () => ((answer) => answer.status !== 503 && answer)(await send()))
  if (!path.endsWith('/events')) return send()
  const cookie = client.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const response = await fetch(`${system.url}${path}`, { headers: { cookie } })
  await response.body?.cancel()
  return response
}

/** Calls a server function as a page does. */
function callFunction(client: Client, door: string, given: unknown, headers: Record<string, string> = {}): Promise<Answered> {
  const id = built.functions.get(door) ?? ''
  const body = typeof given === 'string' ? given : JSON.stringify(given)
  const own = { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8', accept: 'text/x-component' }
  return client.send('POST', pageOf(door), body, { ...own, ...headers })
}

function pageOf(door: string): string {
  let place = /^app\/\(house\)(.*)\/\w+\.ts /.exec(door)?.[1] ?? ''
  // What stands in a folder without a page of its own is called from the page above.
  while (place !== '' && !(place in pageDoors)) place = place.slice(0, place.lastIndexOf('/'))
  return place === '' ? '/actions' : place
}

const isOwnedBy = (path: string) => (path.includes('/conversations/') || path.startsWith('/chat') ? owned.conversation : owned.action)

test('no door is missing in the permission table, and none in it is gone', () => {
  const found = doorsOfSources()
  expect(Object.keys(apiDoors).sort()).toEqual(found.api.sort())
  expect(Object.keys(pageDoors).sort()).toEqual(found.pages.sort())
  expect(Object.keys(functionDoors).sort()).toEqual(found.functions.sort())
  const addresses = new Set(Object.keys(apiDoors).map((door) => door.split(' ')[1]))
  expect([...addresses, ...fileDoors].sort()).toEqual(built.routes.sort())
  expect(Object.keys(pageDoors).sort()).toEqual(built.pages.sort())
  expect([...built.functions.keys()].sort()).toEqual(Object.keys(functionDoors).sort())
})

describe('each address of the API', () => {
  test.each(Object.entries(apiDoors))(
    '%s lets in whom the table names, and nobody else',
    async (door, { who, fine, body, notTheirs = {} }) => {
      expect((await knock(nobody, door, unknownId, body)).status, 'nobody').toBe(who === 'anyone' ? fine : 401)
      for (const name of names) {
        const may = who === 'anyone' || who.includes(name)
        expect((await knock(people[name], door, unknownId, body)).status, name).toBe(may ? fine : 403)
      }
      for (const [name, status] of Object.entries(notTheirs) as [DemoPersonName, number][]) {
        expect((await knock(people[name], door, isOwnedBy(door), body)).status, `${name}, someone else’s`).toBe(status)
      }
    },
  )

  test('a session that is made up, ended or someone’s key that never was is nobody', async () => {
    const headers = [
      { cookie: 'next-auth.session-token=made.up' },
      { authorization: 'Bearer csk_made_up' },
      { authorization: `Basic ${btoa('admin@acme.test:acme-demo')}` },
    ]
    for (const own of headers) expect((await nobody.send('GET', '/api/v1/actions', undefined, own)).status).toBe(401)
  })

  test('what is sent by cookie from another site is refused', async () => {
    for (const [door, { who }] of Object.entries(apiDoors)) {
      if (door.startsWith('GET') || who === 'anyone') continue
      const [method = '', path = ''] = door.split(' ')
      const origin = 'https://elsewhere.example'
      expect((await people.admin.send(method, addressWith(path, unknownId), {}, { origin })).status, door).toBe(403)
    }
  })
})

describe('each page', () => {
  test.each(Object.entries(pageDoors))('%s is shown to whom the table names, and to nobody else', async (page, { who, notTheirs = {} }) => {
    const address = addressWith(page, owned[page.startsWith('/chat') ? 'conversation' : 'action'])
    const unseen = await nobody.send('GET', address)
    if (who === 'anyone') expect(unseen.status).toBe(200)
    else expect([unseen.status, unseen.headers.get('location')?.startsWith('/sign-in')]).toEqual([307, true])
    // A cookie alone is no session.
    const forged = await nobody.send('GET', address, undefined, { cookie: 'next-auth.session-token=made.up' })
    if (who !== 'anyone')
      expect([forged.status, forged.headers.get('location')?.startsWith('/sign-in') ?? forged.text.includes('/sign-in')]).toEqual([
        307,
        true,
      ])
    for (const name of names) {
      const seen = await people[name].send('GET', address)
      if (who === 'anyone' || page === '/') expect(seen.status, name).toBeLessThan(400)
      else if (notTheirs[name] !== undefined) expect(seen.status, name).toBe(notTheirs[name])
      else expect([seen.status, seen.text.includes('Your roles do not reach it')], name).toEqual([200, !who.includes(name)])
    }
  })
})

describe('each server function', () => {
  test.each(Object.entries(functionDoors))(
    '%s serves whom the table names, and nobody else',
    async (door, { who, harmless, notTheirs }) => {
      expect((await callFunction(nobody, door, harmless)).status).toBe(307)
      const forged = await callFunction(nobody, door, harmless, { cookie: 'next-auth.session-token=made.up', origin: system.url })
      expect(forged.headers.get('x-action-redirect')?.startsWith('/sign-in') ?? forged.text.includes('Your session has ended')).toBe(true)
      for (const name of names) {
        const { status, text } = await callFunction(people[name], door, harmless)
        expect(status, name).toBeLessThan(400)
        expect(/Your roles do not reach this/.test(text), name).toBe(!who.includes(name))
      }
      if (notTheirs === undefined) return
      const { text } = await callFunction(people.member, door, notTheirs.arguments(isOwnedBy(pageOf(door)), owned.digest))
      expect(text).toContain(notTheirs.said)
    },
  )
})

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
const hostileIds = ['x', '0', '%00', '%ff', '..%2f..%2fetc', `${'9'.repeat(5_000)}`, 'null', `${unknownId}%0d%0aset-cookie:%20a=b`, '👍']

/** As the contract says, or what the table says is fine. */
function expectContract({ status, headers, json, text }: Answered, what: string, wanted: readonly number[]): void {
  expect(wanted, `${what}: ${status} ${text.slice(0, 200)}`).toContain(status)
  expect(headers.get('x-trace-id'), what).toMatch(/^[0-9a-f]{32}$/)
  if (status < 400) return
  expect(headers.get('content-type'), what).toContain('application/problem+json')
  expect(json, what).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    traceId: expect.any(String),
  })
  expect(text, what).not.toMatch(/\bat .+:\d+:\d+|node_modules|prisma/i)
}

describe('hostile input', () => {
  const writing = Object.entries(apiDoors).filter(([door, { who }]) => !door.startsWith('GET') && who !== 'anyone')
  const bodies: [string, string | Uint8Array, readonly number[], Record<string, string>?][] = [
    ['half of a JSON', '{"text":', [400]],
    ['no JSON', 'text=hello', [400]],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0xfe, 0x22), [400]],
    ['a list', '[]', [422]],
    ['a number', '42', [422]],
    ['a text', '"text"', [422]],
    ['null', 'null', [422]],
    ['nested deep', deep(5_000), [422]],
    ['nested deeper', `${'['.repeat(200_000)}`, [400]],
    ['a NUL', '{"text":"a\\u0000b","operation":"a\\u0000b","name":"a\\u0000b"}', [422]],
    ['half a character', '{"text":"\\ud800","name":"\\ud800"}', [422]],
    ['__proto__', '{"__proto__":{"admin":true}}', [422]],
    ['too large a number', '{"text":1e999}', [422]],
    ['another type', '{}', [415], { 'content-type': 'text/plain' }],
    ['a form', 'a=b', [415], { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a bad key', '{}', [404, 422], { 'idempotency-key': 'with a space' }],
  ]

  test.each(writing)('%s answers as the contract says', async (door, { who }) => {
    const [method = '', path = ''] = door.split(' ')
    const client = people[(who as readonly DemoPersonName[])[0] ?? 'admin']
    const address = addressWith(path, unknownId)
    for (const [what, body, wanted, headers] of bodies) expectContract(await client.send(method, address, body, headers), what, wanted)
    const wrong = {
      text: {},
      operation: [],
      input: 'x',
      name: 5,
      verdict: true,
      digest: 7,
      outcome: null,
      comment: {},
      effect: 1,
      repeat: 1,
      rules: 'x',
      title: [],
    }
    expectContract(await client.send(method, address, wrong), 'wrong types', path.includes('{id}') ? [404, 422] : [422])
    // A document may be that large; then it is the rest that does not fit.
    const large = await client.send(method, address, { text: 'x'.repeat(10 * 1024 * 1024) })
    expectContract(large, '10 MB', path === '/api/v1/connections' ? [422] : [413])
    if (!path.includes('{id}')) return
    for (const id of hostileIds) expectContract(await client.send(method, addressWith(path, id), {}), id, [400, 404, 422])
  })

  test('17 MB are too much for a document as well', async () => {
    expectContract(await people.admin.send('POST', '/api/v1/connections', { openapi: 'x'.repeat(17 * 1024 * 1024) }), '17 MB', [413])
  })

  test.each(Object.entries(apiDoors).filter(([door]) => door.startsWith('GET /api/v1')))(
    '%s takes any query calmly',
    async (door, { fine }) => {
      const path = addressWith(door.split(' ')[1] ?? '', unknownId)
      if (path.endsWith('/events')) return
      const queries = [
        'limit=x',
        'limit=-1',
        'limit=1e9',
        'limit=1&limit=2',
        'cursor=x',
        'cursor=%00',
        'query=%00',
        'status=x',
        'wait=x',
        'wait=1e9',
        'from=x',
        'requestedBy=x',
        'scope=x',
        '%ff=%ff',
        `query=${'x'.repeat(9_000)}`,
        '__proto__=x',
        'constructor=x',
      ]
      for (const query of queries) expectContract(await people.admin.send('GET', `${path}?${query}`), query, [fine, 422])
      if (!door.includes('{id}')) return
      for (const id of hostileIds) expectContract(await people.admin.send('GET', addressWith(door.split(' ')[1] ?? '', id)), id, [400, 404])
    },
  )

  test.each(Object.keys(functionDoors))('%s answers a page that sends nonsense', async (door) => {
    const client = people[functionDoors[door]?.who[0] ?? 'admin']
    for (const given of [
      [],
      [null],
      [{}],
      ['x', 'y'],
      [[{}]],
      [[[]]],
      [0],
      [{ id: {}, text: [], personId: 'x', connectionId: 'x' }],
      Array(50).fill('x'),
    ]) {
      if (door.endsWith(' verify') || door.endsWith(' begin')) continue
      expect((await callFunction(client, door, given)).status, JSON.stringify(given)).toBe(200)
    }
    const refused: [string, number, Record<string, string>?][] = [
      ['{"', 400],
      ['', 400],
      ['{}', 400],
      ['['.repeat(100_000), 400],
      [`${'['.repeat(5_000)}${']'.repeat(5_000)}`, 422],
      [JSON.stringify(['a\0b']), 422],
      [JSON.stringify(['$F1']), 400],
      [JSON.stringify([{ id: '$K1' }]), 400],
      [JSON.stringify(['x'.repeat(10_000_000)]), 413],
      ['[]', 415, { 'content-type': 'multipart/form-data; boundary=x' }],
      ['[]', 415, { 'content-type': 'application/json' }],
      ['[]', 403, { origin: 'https://elsewhere.example' }],
    ]
    for (const [body, status, headers] of refused) {
      expect((await callFunction(client, door, body, headers)).status, body.slice(0, 40)).toBe(status)
    }
  })

  test('a function that is not there, and a form without one, are refused', async () => {
    const headers = { 'content-type': 'text/plain;charset=UTF-8' }
    for (const id of ['x', 'f'.repeat(42), '../../x', '']) {
      const { status } = await people.member.send('POST', '/approvals', '[]', { ...headers, 'next-action': id })
      expect([400, 404, 409], id).toContain(status)
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await people.member.send('POST', '/approvals', '$ACTION_ID_x=1', form)).status).toBe(400)
  })

  test.each(Object.keys(pageDoors))('%s shows something at any address', async (page) => {
    const queries = [
      'card=x',
      'card=%00',
      'cursor=x',
      'status=x',
      'query=%00',
      'shown=x',
      'scope=x',
      'next=//evil.example',
      'token=%00',
      'event=x',
      'from=x',
      'after=%00',
      'version=x',
      'card=a&card=b',
      '%ff=%ff',
      '__proto__=x',
    ]
    for (const query of queries) {
      const { status } = await people.admin.send('GET', `${addressWith(page, owned.action)}?${query}`)
      expect(status, query).toBeLessThan(500)
    }
    if (!page.includes('[')) return
    for (const id of hostileIds) expect((await people.admin.send('GET', page.replace(/\[\w+\]/, id))).status, id).toBeLessThan(500)
  })
})
