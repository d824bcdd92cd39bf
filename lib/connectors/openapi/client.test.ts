import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { AttemptError } from '#lib/core/index.ts'
import { hostAndPort } from '#lib/platform/outbound-http.ts'
import type { AuthScheme } from './auth.ts'
import { createHttpClient, type HttpClient, type HttpConnection } from './client.ts'
import { makeOperation, type Standing } from './make-operation.ts'
import { readDocument } from './read-document.ts'

const open: (() => unknown)[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()))
})

const actionId = '0198c6a0-0000-7000-8000-000000000002'

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function clientFor(
  baseUrl: string,
  more: Partial<HttpConnection['settings']> = {},
  auth: AuthScheme | null = null,
  credential: string | null = null,
) {
  const settings = { allowedHosts: [hostAndPort(new URL(baseUrl))], ...more }
  const client = createHttpClient({ connection: { title: 'Museum', baseUrl, auth, settings }, credential })
  open.push(() => client.close())
  return client
}

const document = {
  openapi: '3.1.0',
  info: { title: 'Museum', version: '1' },
  paths: {
    '/exhibits/{id}/moves': {
      post: {
        operationId: 'moveExhibit',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'tag', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
        ],
        requestBody: {
          content: { 'application/json': { schema: { type: 'object', required: ['floor'], properties: { floor: { type: 'integer' } } } } },
        },
        responses: {
          200: {
            description: '',
            content: { 'application/json': { schema: { type: 'object', required: ['done'], properties: { done: { type: 'boolean' } } } } },
          },
        },
      },
    },
    '/exhibits': {
      get: { operationId: 'list', responses: { 200: { description: '', content: { 'application/json': { schema: { type: 'array' } } } } } },
    },
  },
}

async function operation(name: string, standing?: Standing) {
  const { operations } = await readDocument(document)
  const declaration = operations.find((one) => one.name === name)
  if (declaration === undefined) throw new Error(`no ${name}`)
  return makeOperation(declaration, { name: 'museum', title: 'Museum' }, standing)
}

const once: Standing = { effect: 'write', repeat: 'idempotent', confirmed: true }

async function move(client: HttpClient, standing = once) {
  return (await operation('move_exhibit', standing)).run(
    { id: 7, floor: 2, tag: ['old', 'ä b'] },
    { client, actionId, signal: AbortSignal.timeout(5000) },
  )
}

async function failure(promise: Promise<unknown>): Promise<AttemptError> {
  const error = await promise.then(
    () => null,
    (caught: unknown) => caught,
  )
  if (!(error instanceof AttemptError)) throw new Error(`expected an AttemptError, got ${String(error)}`)
  return error
}

describe('what is sent', () => {
  test('address, query, body, key and correlation', async () => {
    const seen: { request: IncomingMessage; body: string }[] = []
    const url = await serve(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      seen.push({ request, body: Buffer.concat(chunks).toString() })
      response.setHeader('content-type', 'application/json').end('{"done":true}')
    })
    expect(await move(clientFor(`${url}/base/`))).toEqual({ done: true })
    expect(await move(clientFor(url), { ...once, repeat: 'never' })).toEqual({ done: true })
    const [first, second] = seen
    expect(first?.request.method).toBe('POST')
    expect(first?.request.url).toBe('/base/exhibits/7/moves?tag=old&tag=%C3%A4+b')
    expect(first?.request.headers).toMatchObject({
      'idempotency-key': actionId,
      'x-correlation-id': actionId,
      'content-type': 'application/json',
    })
    expect(JSON.parse(first?.body ?? '')).toEqual({ floor: 2 })
    expect(second?.request.headers['idempotency-key']).toBeUndefined()
    expect(second?.request.headers['x-correlation-id']).toBe(actionId)
  })

  test.each([
    ['bearer', { type: 'bearer' }, 't0p-secret', (request: IncomingMessage) => request.headers.authorization === 'Bearer t0p-secret'],
    ['basic', { type: 'basic' }, 'ada:p@ss', (request: IncomingMessage) => request.headers.authorization === `Basic ${btoa('ada:p@ss')}`],
    [
      'a key in a header',
      { type: 'apiKey', in: 'header', name: 'X-Key' },
      't0p-secret',
      (request: IncomingMessage) => request.headers['x-key'] === 't0p-secret',
    ],
    [
      'a key in the query',
      { type: 'apiKey', in: 'query', name: 'key' },
      't0p-secret',
      (request: IncomingMessage) => request.url?.endsWith('&key=t0p-secret') === true,
    ],
    [
      'a key in a cookie',
      { type: 'apiKey', in: 'cookie', name: 'sid' },
      't0p-secret',
      (request: IncomingMessage) => request.headers.cookie === 'sid=t0p-secret',
    ],
  ] as [string, AuthScheme, string, (request: IncomingMessage) => boolean][])(
    '%s is signed, and an echo of it is not kept',
    async (_name, auth, credential, fits) => {
      let fitted = false
      const url = await serve((request, response) => {
        fitted = fits(request)
        response
          .writeHead(403, { 'content-type': 'application/json' })
          .end(JSON.stringify({ detail: `not with ${request.headers.authorization} ${request.url} ${credential}` }))
      })
      const error = await failure(move(clientFor(url, {}, auth, credential)))
      expect(fitted).toBe(true)
      expect(JSON.stringify([error.message, error.seen])).not.toContain(credential)
      expect(JSON.stringify([error.message, error.seen])).not.toContain(btoa(credential))
      expect(error.seen).toMatchObject({ request: { method: 'POST', path: '/exhibits/7/moves?tag=old&tag=%C3%A4+b' }, status: 403 })
    },
  )
})

describe("what an attempt's end means: the contract's table", () => {
  test.each<[string, RequestListener, string, Partial<{ retryAfterMs: number }>, RegExp]>([
    [
      '429 with Retry-After',
      (_q, r) => r.writeHead(429, { 'retry-after': '3' }).end(),
      'before_effect',
      { retryAfterMs: 3000 },
      /takes no more/,
    ],
    ['429 without', (_q, r) => r.writeHead(429).end(), 'before_effect', {}, /takes no more/],
    [
      '503 with Retry-After',
      (_q, r) => r.writeHead(503, { 'retry-after': '1' }).end(),
      'before_effect',
      { retryAfterMs: 1000 },
      /not available/,
    ],
    ['503 without Retry-After', (_q, r) => r.writeHead(503).end(), 'unknown', {}, /503/],
    ['500', (_q, r) => r.writeHead(500).end('{"detail":"boom"}'), 'unknown', {}, /not known/],
    [
      '422 with a problem',
      (_q, r) => r.writeHead(422, { 'content-type': 'application/problem+json' }).end('{"title":"No","detail":"The floor is closed."}'),
      'refused',
      {},
      /refused this \(422\): The floor is closed\./,
    ],
    ['404 with plain text', (_q, r) => r.writeHead(404).end('no such exhibit'), 'refused', {}, /no such exhibit/],
    ['409', (_q, r) => r.writeHead(409).end(), 'refused', {}, /409/],
    ['a 2xx that does not fit', (_q, r) => r.end('{"done":"yes"}'), 'unknown', {}, /not as its description says \(done/],
    ['a 2xx that is not JSON', (_q, r) => r.end('<html>'), 'unknown', {}, /not as its description/],
    ['a 2xx without its body', (_q, r) => r.writeHead(204).end(), 'unknown', {}, /not as its description/],
    ['a cut before any answer', (_q, r) => r.destroy(), 'unknown', {}, /cut/],
    [
      'a cut within the answer',
      (_q, r) => r.writeHead(200, { 'content-length': '50' }).write('{', () => r.destroy()),
      'unknown',
      {},
      /cut/,
    ],
    ['an answer without end', (_q, r) => r.end('x'.repeat(2 ** 20 + 1)), 'unknown', {}, /larger/],
    ['a redirect of a POST', (_q, r) => r.writeHead(303, { location: '/there' }).end(), 'unknown', {}, /303/],
  ])('%s', async (_name, listener, expected, more, words) => {
    const error = await failure(move(clientFor(await serve(listener))))
    expect(error.class).toBe(expected)
    expect(error.retryAfterMs).toBe(more.retryAfterMs)
    expect(error.message).toMatch(words)
  })

  test('a read whose answer does not fit is unknown too; one that is too large is refused', async () => {
    const list = await operation('list')
    const at = async (body: string) =>
      list.run({}, { client: clientFor(await serve((_q, r) => r.end(body))), actionId, signal: AbortSignal.timeout(5000) })
    expect((await failure(at('{}'))).class).toBe('unknown')
    expect((await failure(at(`["${'x'.repeat(2 ** 20)}"]`))).class).toBe('refused')
  })

  test('no answer within the deadline', async () => {
    const url = await serve(() => undefined)
    expect((await failure(move(clientFor(url, { deadlineMs: 60 })))).class).toBe('unknown')
    const moving = await operation('move_exhibit', once)
    const run = moving.run({ id: 7, floor: 2 }, { client: clientFor(url), actionId, signal: AbortSignal.timeout(60) })
    expect((await failure(run)).class).toBe('unknown')
  })

  test('connection refused, name not found, TLS failed: before the effect', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const plain = await serve((_q, r) => r.end())
    for (const url of [`http://127.0.0.1:${port}`, 'http://no-such-host.invalid', plain.replace('http:', 'https:')]) {
      expect((await failure(move(clientFor(url)))).class, url).toBe('before_effect')
    }
  })

  test.each<Standing['repeat']>(['never', 'idempotent'])(
    'a lease that is over when the connection stands: before the effect, and not a byte was sent (%s)',
    async (repeat) => {
      const accepted = Promise.withResolvers<Socket>()
      const server = createTcp((socket) => accepted.resolve(socket.on('error', () => undefined).resume()))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      open.push(() => server.close())
      let looks = 0
      const beforeSend = () => {
        looks += 1
        if (looks === 2) throw new AttemptError('before_effect', 'The lease is over.', { ours: true })
      }
      const client = clientFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
      const moving = await operation('move_exhibit', { ...once, repeat })
      const run = moving.run({ id: 7, floor: 2 }, { client, actionId, signal: AbortSignal.timeout(5000), beforeSend })
      expect(await failure(run)).toMatchObject({ class: 'before_effect', message: 'The lease is over.', ours: true })
      const socket = await accepted.promise
      if (!socket.closed) await new Promise((resolve) => socket.on('close', resolve))
      expect(socket.bytesRead).toBe(0)
    },
  )

  test('an address that the connection does not allow is refused, and nothing is sent', async () => {
    let asked = 0
    const url = await serve((_q, r) => {
      asked += 1
      r.end()
    })
    expect((await failure(move(clientFor(url, { allowedHosts: [] })))).class).toBe('refused')
    expect(asked).toBe(0)
  })

  test('Retry-After as a date counts from now', async () => {
    const url = await serve((_q, r) => r.writeHead(429, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }).end())
    const { retryAfterMs = 0 } = await failure(move(clientFor(url)))
    expect(retryAfterMs).toBeGreaterThan(50_000)
    expect(retryAfterMs).toBeLessThanOrEqual(60_000)
  })
})

test("a connection's rate limit holds requests back, and those without time left were never sent", async () => {
  let asked = 0
  const url = await serve((_q, r) => {
    asked += 1
    r.end('{"done":true}')
  })
  const client = clientFor(url, { ratePerSecond: 2, deadlineMs: 800 })
  const ends = await Promise.allSettled([move(client), move(client), move(client)])
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  expect(asked).toBe(2)
  expect((ends[2] as PromiseRejectedResult).reason).toMatchObject({ class: 'before_effect' })
})
