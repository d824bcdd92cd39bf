import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import {
  addBuiltInConnection,
  addConnection,
  confirmOperation,
  fetchDocument,
  findOperation,
  listConnections,
  listOperations,
  loadOperation,
  openClient,
  setConnectionEnabled,
  setOperationEnabled,
} from '#lib/connectors/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { cleanUp } from '../support/clean-up.ts'
import { testPlatform } from '../support/test-platform.ts'

const garden = readFileSync(new URL('../fixtures/garden-openapi.yaml', import.meta.url), 'utf8')
const actor = { kind: 'system', id: null } as const
const anyone = { teams: [] }

const document = (title: string, url: string) => ({
  openapi: '3.1.0',
  info: { title, version: '1' },
  servers: [{ url }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/beds': {
      get: {
        operationId: 'listBeds',
        summary: 'List the beds',
        responses: { 200: { description: '', content: { 'application/json': { schema: { type: 'array' } } } } },
      },
    },
    '/beds/{bed}': {
      post: {
        operationId: 'waterBed',
        'x-countersign-effect': 'write',
        'x-countersign-repeat': 'idempotent',
        parameters: [{ name: 'bed', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: '' } },
      },
      delete: { operationId: 'broken', responses: { 200: { description: '' } } },
    },
  },
})

async function refusal(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => null,
    (caught: unknown) => caught,
  )
  if (!isAppError(error)) throw new Error(`expected an AppError, got ${String(error)}`)
  return error
}

describe('connections', () => {
  test('an added connection offers its operations; the credential is sealed and shown to nobody', async () => {
    const platform = await testPlatform()
    const made = await addConnection(platform, {
      name: 'beds',
      document: document('Beds', 'https://beds.example.com/v1/'),
      auth: { type: 'bearer', token: 'very-secret-token' },
      actor,
    })
    expect(made.operations.map(({ operation, confirmed }) => [operation.name, operation.effect, confirmed])).toEqual([
      ['beds.list_beds', 'read', true],
      ['beds.water_bed', 'write', false],
    ])
    expect(made.leftOut).toEqual([{ operation: 'broken', why: expect.stringContaining('{bed}') }])

    const [detail] = await listConnections(platform)
    expect(detail).toMatchObject({
      name: 'beds',
      baseUrl: 'https://beds.example.com/v1',
      auth: { type: 'bearer' },
      hasCredential: true,
      unconfirmed: 1,
    })
    const rows = await platform.db.$queryRaw<
      { text: string }[]
    >`SELECT to_jsonb(c)::text AS text FROM connection c UNION ALL SELECT to_jsonb(e)::text FROM audit_event e`
    expect(JSON.stringify([detail, rows])).not.toContain('very-secret-token')
    expect(await platform.db.auditEvent.count({ where: { kind: 'connection.added', subjectId: made.connection.id } })).toBe(1)
  })

  test('a made-up document in YAML is added as it is', async () => {
    const platform = await testPlatform()
    const { operations } = await addConnection(platform, {
      name: 'garden',
      document: garden,
      baseUrl: 'http://127.0.0.1:1',
      confirm: true,
      actor,
    })
    expect(operations.length).toBeGreaterThan(0)
    expect(operations.every(({ confirmed }) => confirmed)).toBe(true)
  })

  test('a name that is taken, or that does not fit, is told', async () => {
    const platform = await testPlatform()
    const given = { document: document('Beds', 'https://beds.example.com'), actor }
    const both = await Promise.allSettled([
      addConnection(platform, { ...given, name: 'beds' }),
      addConnection(platform, { ...given, name: 'beds' }),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const lost = both.find((end) => end.status === 'rejected')
    expect(isAppError(lost?.reason, 'conflict')).toBe(true)
    for (const name of ['Beds', '1beds', 'be-ds', 'b'.repeat(32), '']) {
      expect((await refusal(addConnection(platform, { ...given, name }))).code).toBe('invalid')
    }
  })

  test('a private base address needs an admin to say so, outside the demo', async () => {
    const platform = await testPlatform({ variables: { DEMO: '0' } })
    const given = { name: 'beds', document: document('Beds', 'http://127.0.0.1:8080'), actor }
    expect((await refusal(addConnection(platform, given))).message).toContain('private network')
    const { connection } = await addConnection(platform, { ...given, allowPrivate: true })
    expect(connection.settings.allowedHosts).toEqual(['127.0.0.1:8080'])
  })

  test('a document without an address of the system asks for one, and one without operations says why', async () => {
    const platform = await testPlatform()
    const nowhere = { ...document('Beds', ''), servers: [] }
    expect((await refusal(addConnection(platform, { name: 'beds', document: nowhere, actor }))).errors).toEqual([
      { path: 'baseUrl', message: 'is needed' },
    ])
    const tags = ['flowers']
    const given = { name: 'beds', document: document('Beds', 'https://beds.example.com'), tags, actor }
    expect((await refusal(addConnection(platform, given))).message).toContain('flowers')
  })

  test('a document is fetched by its address; its server may be relative to that', async () => {
    const server = createServer((_request, response) => response.end(JSON.stringify(document('Beds', '/api'))))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanUp(async () => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const platform = await testPlatform()
    await addConnection(platform, { name: 'beds', url: `${url}/openapi.json`, actor })
    expect((await listConnections(platform))[0]?.baseUrl).toBe(`${url}/api`)
    expect((await refusal(fetchDocument(platform, `${url}/openapi.json`, { allowPrivate: false }))).code).toBe('invalid')
    expect((await refusal(fetchDocument(platform, 'file:///etc/passwd'))).code).toBe('invalid')
  })
})

describe('operations', () => {
  test('one that nobody offers, one that several offer, and one of a connection that is named', async () => {
    const platform = await testPlatform()
    await addBuiltInConnection(platform, { kind: 'mail', name: 'mail', actor })
    expect((await findOperation(platform, { person: anyone, operation: 'mail.send' })).operation.effect).toBe('irreversible')
    const second = await addBuiltInConnection(platform, { kind: 'mail', name: 'mail_sales', actor })
    const several = await refusal(findOperation(platform, { person: anyone, operation: 'mail.send' }))
    expect(several.message).toContain('mail, mail_sales')
    expect((await findOperation(platform, { person: anyone, operation: 'mail.send', connection: 'mail_sales' })).connection.id).toBe(
      second.connection.id,
    )
    expect(
      (await findOperation(platform, { person: anyone, operation: 'mail.send', connection: second.connection.id })).connection.name,
    ).toBe('mail_sales')
    expect((await refusal(findOperation(platform, { person: anyone, operation: 'mail.read' }))).code).toBe('invalid')
    expect((await refusal(findOperation(platform, { person: anyone, operation: 'mail.send', connection: 'nobody' }))).code).toBe('invalid')
  })

  test('a confirmation in one process is seen by the next look of another', async () => {
    const platform = await testPlatform()
    const other = await testPlatform({ database: platform.database, role: 'web' })
    const { connection } = await addConnection(platform, { name: 'beds', document: document('Beds', 'https://beds.example.com'), actor })
    const at = { operation: 'beds.water_bed', connectionId: connection.id }
    const before = await loadOperation(other, at)
    expect(before).toMatchObject({ confirmed: false, operation: { effect: 'write', repeat: 'idempotent' } })
    const confirmed = await confirmOperation(platform, {
      connectionId: connection.id,
      name: at.operation,
      effect: 'irreversible',
      repeat: 'never',
      actor,
    })
    const after = await loadOperation(other, at)
    expect(after).toMatchObject({
      confirmed: true,
      operation: { effect: 'irreversible', repeat: 'never', version: confirmed.operation.version },
    })
    expect(after?.operation.version).not.toBe(before?.operation.version)
    const row = await platform.db.connectionOperation.findFirstOrThrow({ where: { name: at.operation } })
    expect(row).toMatchObject({ confirmed: true, version: confirmed.operation.version })
    expect(
      (
        await refusal(
          confirmOperation(platform, {
            ...confirmed,
            connectionId: connection.id,
            name: 'beds.gone',
            effect: 'read',
            repeat: 'never',
            actor,
          }),
        )
      ).code,
    ).toBe('not_found')
  })

  test('what is switched off is not offered, but still known to the actions that name it', async () => {
    const platform = await testPlatform()
    const { connection } = await addConnection(platform, { name: 'beds', document: document('Beds', 'https://beds.example.com'), actor })
    const at = { operation: 'beds.water_bed', connectionId: connection.id }
    await setOperationEnabled(platform, { connectionId: connection.id, name: at.operation, enabled: false, actor })
    expect((await listOperations(platform, { person: anyone })).map(({ operation }) => operation.name)).toEqual(['beds.list_beds'])
    expect((await refusal(findOperation(platform, { ...at, person: anyone }))).message).toContain('switched off')
    expect(await loadOperation(platform, at)).toMatchObject({ enabled: false })
    await setConnectionEnabled(platform, { connectionId: connection.id, enabled: false, actor })
    expect(await listOperations(platform, { person: anyone })).toEqual([])
    expect(await loadOperation(platform, { ...at, operation: 'beds.list_beds' })).toMatchObject({
      enabled: false,
      connection: { enabled: false },
    })
  })

  test('operations are found by their words and their connection', async () => {
    const platform = await testPlatform()
    await addConnection(platform, { name: 'beds', document: document('Beds', 'https://beds.example.com'), actor })
    await addBuiltInConnection(platform, { kind: 'mail', name: 'mail', actor })
    const names = async (filter: object) =>
      (await listOperations(platform, { ...filter, person: anyone })).map(({ operation }) => operation.name)
    expect(await names({ query: 'LIST beds' })).toEqual(['beds.list_beds'])
    expect(await names({ connection: 'mail' })).toEqual(['mail.send'])
    expect(await names({ query: 'nothing of the kind' })).toEqual([])
  })
})

describe('clients', () => {
  test('the worker opens the credential and reaches the system; the web process cannot', async () => {
    let authorization = ''
    const server = createServer((request, response) => {
      authorization = request.headers.authorization ?? ''
      response.setHeader('content-type', 'application/json').end('["roses"]')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanUp(async () => {
      server.closeAllConnections()
      server.close()
    })
    const platform = await testPlatform()
    const web = await testPlatform({ database: platform.database, role: 'web' })
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const given = { name: 'beds', document: document('Beds', baseUrl), credential: 'very-secret-token', actor }
    const { connection } = await addConnection(web, given)
    expect((await refusal(openClient(web, connection.id))).code).toBe('internal')

    const { client } = await openClient(platform, connection.id)
    expect((await openClient(platform, connection.id)).client).toBe(client)
    const { operation } = await findOperation(platform, { person: anyone, operation: 'beds.list_beds' })
    const run = operation.run({}, { client, actionId: platform.ids(), signal: AbortSignal.timeout(5000) })
    expect(await run).toEqual(['roses'])
    expect(authorization).toBe('Bearer very-secret-token')

    await setConnectionEnabled(platform, { connectionId: connection.id, enabled: false, actor })
    expect((await openClient(platform, connection.id)).client).not.toBe(client)
  })
})
