import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import SwaggerParser from '@apidevtools/swagger-parser'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { startCanaries } from '#lib/platform/pulse/index.ts'
import { GET as health } from '../../app/api/health/route.ts'
import { listAnswer, listQuery, route, uuid } from '../../app/api/v1/_door/index.ts'
import { openApiDocument } from '../../app/api/v1/_door/open-api.ts'
import { listDoors } from '../../app/api/v1/_door/registry.ts'
import { GET } from '../../app/api/v1/openapi.json/route.ts'
import { call } from './call-door.ts'
import { webPlatform } from './web-platform.ts'

test('the document of all doors is sound OpenAPI 3.1, and needs no sign-in', async () => {
  await webPlatform()
  const { status, json } = await call(GET, 'GET', '/api/v1/openapi.json')
  expect([status, json.openapi]).toEqual([200, '3.1.1'])
  expect(Object.keys(json.paths)).toEqual([...new Set(['/openapi.json', ...listDoors().map(({ path }) => path)])])
  const ids = Object.values(json.paths as Record<string, Record<string, { operationId: string }>>).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  )
  expect(new Set(ids).size).toBe(ids.length)
  await SwaggerParser.validate(structuredClone(json))
})

test('no route of the API is missing from the document', () => {
  const root = 'app/api/v1'
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /(^|\/)route\.ts$/.test(file))
  const paths = files.map((file) => join('/', file, '..').replaceAll(/\[([^\]]+)\]/g, '{$1}')).filter((path) => !path.includes('{...'))
  expect([...new Set(['/openapi.json', ...listDoors().map(({ path }) => path)])].toSorted()).toEqual(paths.toSorted())
})

test('a door is described by the schemas that it validates with', async () => {
  const item = z.object({ id: uuid, name: z.string() })
  const options = { params: z.object({ id: uuid }), query: listQuery, body: z.object({ name: z.string().max(5) }) }
  const { door } = route(
    { summary: 'Make', permission: 'action.request', status: 201, ...options, answer: listAnswer(item), replay: () => null },
    () => null,
  )
  const document = openApiDocument([{ method: 'POST', path: '/things/{id}', door }], { version: '1', serverUrl: 'http://x' })
  await SwaggerParser.validate(structuredClone(document) as never)
  expect(document).toMatchObject({
    paths: {
      '/things/{id}': {
        post: {
          operationId: 'postThingsId',
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { format: 'uuid' } },
            { name: 'limit', in: 'query', required: false },
            { name: 'cursor', in: 'query', required: false },
            { name: 'Idempotency-Key', in: 'header' },
          ],
          requestBody: { content: { 'application/json': { schema: { properties: { name: { maxLength: 5 } }, required: ['name'] } } } },
          responses: {
            201: { content: { 'application/json': { schema: { required: ['items', 'nextCursor'] } } } },
            401: { content: { 'application/problem+json': {} } },
            422: { content: { 'application/problem+json': {} } },
          },
        },
      },
    },
  })
})

test('a schema that holds itself, or a part twice, points to where the document keeps it', async () => {
  const branch = z.object({
    get children() {
      return z.array(branch)
    },
  })
  const { door } = route(
    { summary: 'Tree', permission: 'action.read', answer: z.object({ tree: branch, json: z.json() }), query: z.object({}) },
    () => null,
  )
  const itself = route({ summary: 'Tree', permission: 'action.read', answer: branch }, () => null).door
  const document = openApiDocument(
    [
      { method: 'GET', path: '/tree', door },
      { method: 'GET', path: '/itself', door: itself },
    ],
    { version: '1', serverUrl: 'http://x' },
  )
  await SwaggerParser.validate(structuredClone(document) as never)
  expect(JSON.stringify(document)).not.toMatch(/"#\/\$defs|"\$ref":"#"/)
})

test('health says ok, degraded while no worker lives or what waits waits too long, and 503 when the database does not answer', async () => {
  const platform = await webPlatform()
  const look = async () => {
    const answer = await health()
    return { code: answer.status, cache: answer.headers.get('cache-control'), body: await answer.json() }
  }
  const version = expect.stringMatching(/^\d+\.\d+\.\d+/)
  const idle = { status: 'degraded', version, checks: { database: 'ok', workers: 'none', queues: 'ok' } }
  // It gives up after two seconds, which a busy machine may take: then it is asked again.
  await expect.poll(look).toEqual({ code: 200, cache: 'no-store', body: idle })

  const canaries = startCanaries(platform, { worker: 'w', queues: {}, onLate: () => undefined, everyMs: Number.POSITIVE_INFINITY })
  await canaries.beat()
  const well = { status: 'ok', version, checks: { database: 'ok', workers: 'ok', queues: 'ok' } }
  await expect.poll(look).toEqual({ code: 200, cache: 'no-store', body: well })
  const notBefore = new Date(Date.now() - 3_600_000)
  const row = await platform.db.outbox.create({ data: { queue: 'turns', jobId: 'x', data: {}, notBefore } })
  await expect.poll(look).toMatchObject({ code: 200, body: { status: 'degraded', checks: { queues: 'slow' } } })
  await platform.db.outbox.delete({ where: { id: row.id } })
  await platform.pool.query(`update worker_pulse set "seenAt" = now() - interval '1 minute'`)
  await expect.poll(look).toMatchObject({ code: 200, body: idle })

  const { port } = new URL(platform.env.DATABASE_URL)
  await webPlatform({ variables: { DATABASE_URL: platform.env.DATABASE_URL.replace(`:${port}/`, ':1/') } })
  expect(await look()).toMatchObject({ code: 503, body: { status: 'failing', checks: { database: 'no answer' } } })
})

test('a door without a database is 503 and says when to try again', async () => {
  const platform = await webPlatform()
  const { port } = new URL(platform.env.DATABASE_URL)
  await webPlatform({ variables: { DATABASE_URL: platform.env.DATABASE_URL.replace(`:${port}/`, ':1/') } })
  const door = route({ summary: 'Any', permission: 'action.read' }, () => null)
  const { status, headers, json } = await call(door, 'GET', '/api/v1/x', { headers: { authorization: `Bearer cs_${'x'.repeat(43)}` } })
  expect([status, headers.get('retry-after'), json.title]).toEqual([503, '2', 'Not available at the moment'])
})
