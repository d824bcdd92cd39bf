import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '#lib/core/index.ts'
import { deactivatePerson } from '#lib/people/index.ts'
import { answer, listQuery, route, uuid } from '../../app/api/v1/_door/index.ts'
import { call, type TestCaller, testCaller } from './call-door.ts'
import { webPlatform } from './web-platform.ts'

const platform = await webPlatform()
const path = '/api/v1/things'
let member: TestCaller
let auditor: TestCaller

beforeAll(async () => {
  member = await testCaller(platform, ['member'])
  auditor = await testCaller(platform, ['auditor'])
})

const body = z.object({ name: z.string(), size: z.int().optional(), more: z.unknown().optional() })
const echo = route({ summary: 'Echo', permission: 'action.request', body, status: 201 }, ({ body, caller, traceId }) => ({
  body,
  by: caller.personId,
  traceId,
}))
const list = route(
  { summary: 'List', permission: 'action.read', query: listQuery.extend({ word: z.string().optional() }) },
  ({ query }) => query,
)
const one = route({ summary: 'One', permission: 'action.read', params: z.object({ id: uuid }) }, ({ params }) => params)
const failing = (error: unknown) =>
  route({ summary: 'Fails', permission: 'action.read' }, () => {
    throw error
  })

const post = (headers: Record<string, string>, sent?: unknown) => call(echo, 'POST', path, { headers, body: sent ?? { name: 'a' } })

describe('who comes in', () => {
  test('nobody, a bad key, a lapsed cookie: 401 as a problem, with a trace', async () => {
    for (const headers of [
      {},
      { authorization: 'Bearer cs_nonsense' },
      { authorization: 'Basic YTpi' },
      { cookie: 'next-auth.session-token=x' },
    ]) {
      const { status, json, headers: got } = await post(headers)
      expect(status).toBe(401)
      expect(got.get('content-type')).toBe('application/problem+json')
      expect(got.get('www-authenticate')).toMatch(/^Bearer/)
      expect(json).toMatchObject({ status: 401, title: expect.any(String), detail: expect.any(String), traceId: got.get('x-trace-id') })
    }
  })

  test('a bad key does not fall back to the session beside it', async () => {
    expect((await post({ ...member.byCookie, authorization: `Bearer cs_${'x'.repeat(43)}` })).status).toBe(401)
  })

  test('a key and a session both act as their person', async () => {
    for (const headers of [member.byKey, member.byCookie]) {
      const { status, json } = await post(headers)
      expect([status, json.by]).toEqual([201, member.person.id])
    }
  })

  test('a right that does not reach is 403', async () => {
    expect((await post(auditor.byKey)).status).toBe(403)
  })

  test('a session that was made before the person was deactivated is over at once', async () => {
    const gone = await testCaller(platform, ['member'])
    expect((await post(gone.byCookie)).status).toBe(201)
    await deactivatePerson(platform, { personId: gone.person.id, actor: { kind: 'system', id: null } })
    expect((await post(gone.byCookie)).status).toBe(401)
    expect((await post(gone.byKey)).status).toBe(401)
  })

  test('another site cannot write with the browser’s cookie; reading and keys need no origin', async () => {
    const { cookie = '' } = member.byCookie
    for (const foreign of [undefined, 'null', 'https://evil.example', 'http://127.0.0.1.evil.example', 'http://127.0.0.1:3001']) {
      expect((await post({ cookie, ...(foreign === undefined ? {} : { origin: foreign }) })).status, foreign).toBe(403)
    }
    expect((await call(list, 'GET', path, { headers: { cookie } })).status).toBe(200)
    expect((await post({ ...member.byKey, origin: 'https://evil.example' })).status).toBe(201)
    expect((await post({ cookie, host: 'inside.example:8080', origin: 'http://inside.example:8080' })).status).toBe(201)
  })
})

describe('what is sent', () => {
  const status = async (sent: unknown, headers: Record<string, string> = {}) => {
    const got = await call(echo, 'POST', path, { headers: { ...member.byKey, ...headers }, body: sent })
    return got.status
  }

  test('malformed JSON and broken UTF-8 are 400', async () => {
    expect(await status('{"name": ')).toBe(400)
    expect(await status('nonsense')).toBe(400)
    expect(await status(Uint8Array.from([0x22, 0xff, 0x22]))).toBe(400)
  })

  test('another type is 415', async () => {
    expect(await status('name=a', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(415)
    expect(await status('{}', { 'content-type': 'application/json; charset=latin1' })).toBe(415)
    expect(await status({ name: 'a' }, { 'content-type': 'application/json; charset=UTF-8' })).toBe(201)
  })

  test('too large is 413, said or not', async () => {
    const large = { name: 'x'.repeat(1024 * 1024) }
    expect(await status(large)).toBe(413)
    expect(await status({ name: 'x'.repeat(10 * 1024 * 1024) })).toBe(413)
    expect(await status({ name: 'x'.repeat(1024 * 1024 - 20) })).toBe(201)
  })

  test('what does not fit is 422 and names the fields', async () => {
    const { status, json } = await post(member.byKey, { name: 5, size: 'x' })
    expect(status).toBe(422)
    expect(json.errors).toEqual([
      { path: 'name', message: expect.any(String) },
      { path: 'size', message: expect.any(String) },
    ])
  })

  test.each([
    ['a NUL', '{"name":"a\\u0000b"}', 'name'],
    ['a NUL in a name', '{"name":"a","more":{"x\\u0000":1}}', 'more'],
    ['half a character', '{"name":"\\ud800"}', 'name'],
    ['a number beyond all', '{"name":"a","more":1e999}', 'more'],
    ['__proto__', '{"name":"a","more":{"__proto__":{"admin":true}}}', 'more'],
    ['100 levels', `{"name":"a","more":${'['.repeat(100)}${']'.repeat(100)}}`, 'more.0'],
    ['100,000 levels', `{"name":"a","more":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'more.0'],
    ['a list', '[1]', ''],
    ['null', 'null', ''],
  ])('%s is 422, never a 5xx', async (_what, text, where) => {
    const { status, json } = await call(echo, 'POST', path, { headers: member.byKey, body: text })
    expect(status).toBe(422)
    expect(json.errors[0].path).toMatch(new RegExp(`^${where}`))
  })

  test('where no body is asked for, none is needed, and one that comes must be JSON', async () => {
    const bare = route({ summary: 'Bare', permission: 'action.read' }, () => undefined)
    const send = async (sent: unknown, headers = {}) =>
      (await call(bare, 'POST', path, { headers: { ...member.byKey, ...headers }, body: sent })).status
    expect(await send(undefined)).toBe(204)
    expect(await send({})).toBe(204)
    expect(await send('{')).toBe(400)
    expect(await send('x', { 'content-type': 'text/plain' })).toBe(415)
    expect(await send('x'.repeat(2 ** 20 + 1))).toBe(413)
  })

  test('an id that is none is 404', async () => {
    for (const id of ['1', 'nonsense', '\0', '', '../../etc']) {
      expect((await call(one, 'GET', path, { headers: member.byKey, params: { id } })).status).toBe(404)
    }
  })

  test('limits are 1 to 200, 50 without one; a NUL in a query is 422', async () => {
    const get = async (query: string) => call(list, 'GET', `${path}${query}`, { headers: member.byKey })
    expect((await get('')).json).toEqual({ limit: 50 })
    expect((await get('?limit=200&word=b')).json).toEqual({ limit: 200, word: 'b' })
    for (const bad of [
      '?limit=0',
      '?limit=201',
      '?limit=-1',
      '?limit=1e1',
      '?limit=',
      '?limit=a',
      '?limit=1&limit=2',
      '?word=%00',
      '?cursor=',
    ]) {
      const { status, json } = await get(bad)
      expect(status, bad).toBe(422)
      expect(json.errors).toHaveLength(1)
    }
  })
})

describe('what comes back', () => {
  test('a trace that is sent along is taken', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
    const { headers, json } = await post({ ...member.byKey, traceparent: `00-${trace}-00f067aa0ba902b7-01` })
    expect([headers.get('x-trace-id'), json.traceId]).toEqual([trace, trace])
    expect((await post({ ...member.byKey, traceparent: 'nonsense' })).headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/)
  })

  test('an AppError keeps its code, its fields, its wait and what it carries', async () => {
    const error = new AppError('conflict', 'Someone was faster.', { retryAfter: 2.2, extra: { action: { id: 1 }, status: 'queued' } })
    const { status, json, headers } = await call(failing(error), 'GET', path, { headers: member.byKey })
    expect([status, headers.get('retry-after')]).toEqual([409, '3'])
    expect(json).toMatchObject({ status: 409, detail: 'Someone was faster.', action: { id: 1 } })
  })

  test('a mistake of ours is a 500 that says nothing of it', async () => {
    for (const error of [new Error('secret at 10.0.0.1'), 'thrown text', null]) {
      const { status, text } = await call(failing(error), 'GET', path, { headers: member.byKey })
      expect(status).toBe(500)
      expect(text).not.toMatch(/secret|thrown|at .*:\d+/)
    }
  })

  test('a status of its own, a stream, and nothing at all', async () => {
    const options = { summary: 'Any', permission: 'action.read' } as const
    const get = (handler: () => unknown) => call(route(options, handler), 'GET', path, { headers: member.byKey })
    expect(await get(() => answer(202, { a: 1 }))).toMatchObject({ status: 202, json: { a: 1 } })
    expect((await get(() => undefined)).status).toBe(204)
    const stream = await route(
      options,
      () => new Response('data: 1\n\n', { headers: { 'cache-control': 'no-cache, no-transform' } }),
    )(new Request(`http://127.0.0.1:3000${path}`, { headers: member.byKey }))
    expect(await stream.text()).toBe('data: 1\n\n')
    expect(stream.headers.get('cache-control')).toBe('no-cache, no-transform')
    expect(stream.headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/)
  })

  test('an answer is never kept by a cache, framed or taken for another type', async () => {
    const { headers } = await post(member.byKey)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })
})
