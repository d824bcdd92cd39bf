import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAppError } from '#lib/core/index.ts'
import { operationName, uniqueName } from './names.ts'
import { readDocument } from './read-document.ts'

/** A museum's loans, OpenAPI 3.0, as such documents come. */
const museum = `
openapi: 3.0.1
info: { title: Museum loans, version: 2 }
servers: [{ url: 'https://{region}.museum.example/v1', variables: { region: { default: eu } } }]
security: [{ key: [] }]
paths:
  /exhibits/{exhibit-id}:
    parameters:
      - { name: exhibit-id, in: path, required: true, schema: { type: integer } }
    get:
      operationId: showExhibit
      tags: [halls]
      summary: Show an exhibit
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Exhibit' } } } } }
    patch:
      operationId: move-exhibit
      tags: [halls]
      x-countersign-effect: write
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Move' } } }
      responses: { '204': { description: moved } }
  /loans:
    post:
      tags: [loans]
      requestBody:
        content:
          application/json:
            schema:
              allOf:
                - { $ref: '#/components/schemas/Move' }
                - { type: object, required: [borrower], properties: { borrower: { type: string, example: Louvre }, number: { type: integer, readOnly: true } } }
      responses: { '201': { description: made, content: { application/json: { schema: { type: object } } } } }
    get:
      operationId: loans.list
      tags: [loans]
      parameters:
        - { name: floor, in: query, schema: { type: integer, minimum: 0, exclusiveMinimum: true } }
      responses: { '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Exhibit' } } } } } }
  /loans/{floor}/wing:
    put:
      operationId: setWing
      parameters: [{ name: floor, in: path, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { floor: { type: integer } } } } } }
      responses: { '200': { description: ok } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Museum-Key } }
  schemas:
    Move:
      type: object
      required: [floor]
      properties:
        floor: { type: integer }
        note: { type: string, nullable: true }
    Exhibit:
      type: object
      properties:
        title: { type: string }
        parts: { type: array, items: { $ref: '#/components/schemas/Exhibit' } }
`

describe('a made-up 3.0 document in YAML', () => {
  const read = readDocument(museum)
  const named = async (name: string) => {
    const found = (await read).operations.find((operation) => operation.name === name)
    if (found === undefined) throw new Error(`no ${name}`)
    return found
  }

  test('title, servers with their defaults, how callers sign in', async () => {
    expect(await read).toMatchObject({ title: 'Museum loans', servers: ['https://eu.museum.example/v1'] })
    expect((await read).auth).toEqual({ type: 'apiKey', in: 'header', name: 'X-Museum-Key' })
  })

  test('every sound operation is there, named after its operationId or its method and path', async () => {
    expect((await read).operations.map(({ name }) => name)).toEqual([
      'show_exhibit',
      'move_exhibit',
      'loans_list',
      'post_loans',
      'set_wing',
    ])
  })

  test('GET is a confirmed read; all else is unconfirmed, and irreversible and never unless declared', async () => {
    expect(await named('show_exhibit')).toMatchObject({ effect: 'read', repeat: 'harmless', confirmed: true, outside: true })
    expect(await named('post_loans')).toMatchObject({ effect: 'irreversible', repeat: 'never', confirmed: false })
    expect(await named('move_exhibit')).toMatchObject({ effect: 'write', repeat: 'never', confirmed: false })
  })

  test('parameters and body are one object', async () => {
    expect((await named('move_exhibit')).input).toEqual({
      type: 'object',
      properties: { 'exhibit-id': { type: 'integer' }, floor: { type: 'integer' }, note: { type: ['string', 'null'] } },
      required: ['exhibit-id', 'floor'],
      additionalProperties: false,
    })
  })

  test('allOf of objects is merged, what only the server writes is no input, examples are kept', async () => {
    expect((await named('post_loans')).input).toEqual({
      type: 'object',
      properties: { floor: { type: 'integer' }, note: { type: ['string', 'null'] }, borrower: { type: 'string', examples: ['Louvre'] } },
      required: ['floor', 'borrower'],
      additionalProperties: false,
    })
  })

  test('where names clash, the body is under `body`', async () => {
    const { input } = await named('set_wing')
    expect(Object.keys(input.properties as object)).toEqual(['floor', 'body'])
  })

  test("3.0's boolean limits are said in 2020-12's words", async () => {
    expect((await named('loans_list')).input.properties).toEqual({ floor: { type: 'integer', exclusiveMinimum: 0 } })
  })

  test('a schema that holds itself is capped, and that is said', async () => {
    const { leftOut } = await read
    expect((await named('show_exhibit')).output).toEqual({
      type: 'object',
      properties: { title: { type: 'string' }, parts: { type: 'array', items: {} } },
    })
    expect(leftOut).toContainEqual({ operation: 'showExhibit', why: expect.stringContaining('hold themselves') })
  })

  test('tags take only what carries them', async () => {
    expect((await readDocument(museum, { tags: ['loans'] })).operations.map(({ name }) => name)).toEqual(['loans_list', 'post_loans'])
  })
})

describe('a document that is broken in part', () => {
  const ok = { 200: { description: 'ok' } }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Half', version: '1' },
    paths: {
      '/sound': { get: { operationId: 'sound', responses: ok } },
      '/gone/{id}': { get: { operationId: 'noParameter', responses: ok } },
      '/ref': { post: { operationId: 'lostBody', requestBody: { $ref: '#/components/requestBodies/Gone' }, responses: ok } },
      '/deep': {
        get: {
          operationId: 'lostSchema',
          responses: { 200: { description: '', content: { 'application/json': { schema: { $ref: '#/components/schemas/Holder' } } } } },
        },
      },
      '/outside': { get: { operationId: 'outside', parameters: [{ $ref: 'http://127.0.0.1:9/shared.json#/p' }], responses: ok } },
      '/file': { get: { operationId: 'fileRef', parameters: [{ $ref: './secrets.json' }], responses: ok } },
      '/upload': { post: { operationId: 'upload', requestBody: { content: { 'multipart/form-data': { schema: {} } } }, responses: ok } },
      '/pdf': { get: { operationId: 'pdf', responses: { 200: { description: '', content: { 'application/pdf': {} } } } } },
      '/bad': {
        post: {
          operationId: 'badSchema',
          requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { a: { type: 'nonsense' } } } } } },
          responses: ok,
        },
      },
      '/cookie': { get: { operationId: 'cookie', parameters: [{ name: 'sid', in: 'cookie', required: true, schema: {} }], responses: ok } },
      '/null': { get: null },
      '/twice': { get: { operationId: 'sound', responses: ok }, options: { responses: ok } },
      'no-slash': { get: { responses: ok } },
      '/elsewhere': { get: { operationId: 'elsewhere', servers: [{ url: 'https://other.example' }], responses: ok } },
    },
    components: { schemas: { Holder: { type: 'object', properties: { a: { $ref: '#/components/schemas/Nothing' } } } } },
  }

  test('what is sound is taken, what is not is listed with the reason', async () => {
    const { operations, leftOut } = await readDocument(document)
    expect(operations.map(({ name }) => name)).toEqual(['sound', 'sound_2'])
    const why = Object.fromEntries(leftOut.map((entry) => [entry.operation, entry.why]))
    expect(why).toEqual({
      noParameter: expect.stringContaining('{id}'),
      lostBody: expect.stringContaining('#/components/requestBodies/Gone'),
      lostSchema: expect.stringContaining('#/components/schemas/Nothing'),
      outside: expect.stringContaining('outside the document'),
      fileRef: expect.stringContaining('outside the document'),
      upload: expect.stringContaining('multipart/form-data'),
      pdf: expect.stringContaining('application/pdf'),
      badSchema: expect.stringContaining('not valid'),
      cookie: expect.stringContaining('cookie'),
      'GET /null': expect.stringContaining('not described'),
      'OPTIONS /twice': expect.any(String),
      'no-slash': expect.stringContaining('slash'),
      elsewhere: expect.stringContaining('another address'),
    })
  })
})

describe('what is no OpenAPI document is refused in plain words', () => {
  test.each([
    ['text', 'hello there', /neither a JSON nor a YAML object/],
    ['broken YAML', 'openapi: 3.0.0\n  paths: [', /neither JSON nor YAML/],
    ['Swagger 2', '{"swagger":"2.0","paths":{}}', /Swagger 2\.0/],
    ['a version to come', '{"openapi":"4.0.0","paths":{}}', /OpenAPI 4\.0\.0/],
    ['no paths', '{"openapi":"3.1.0"}', /no paths/],
    ['a list', '[]', /neither a JSON nor a YAML object/],
    ['NUL', '{"openapi":"3.1.0","paths":{},"x":"\\u0000"}', /NUL/],
    ['very deep nesting', `{"openapi":"3.1.0","paths":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`, /deep/],
  ])('%s', async (_name, text, words) => {
    const error: unknown = await readDocument(text).catch((caught: unknown) => caught)
    expect(isAppError(error, 'invalid')).toBe(true)
    expect(String(error)).toMatch(words)
  })

  test('more than 16 MiB', async () => {
    const error = await readDocument(`{"openapi":"3.1.0","paths":{},"x":"${'x'.repeat(16 * 2 ** 20)}"}`).catch((caught: unknown) => caught)
    expect(isAppError(error, 'too_large')).toBe(true)
  })

  test('an alias bomb in YAML', async () => {
    const lines = ['openapi: 3.0.0', 'paths: {}', 'a0: &a0 [x, x, x, x, x, x, x, x, x]']
    for (let n = 1; n < 12; n += 1)
      lines.push(
        `a${n}: &a${n} [${Array(9)
          .fill(`*a${n - 1}`)
          .join(', ')}]`,
      )
    await expect(readDocument(lines.join('\n'))).rejects.toThrow(/neither JSON nor YAML/)
  })
})

test('any operationId gives a name that fits, and none is given twice', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: 'grapheme' }))), fc.string({ unit: 'grapheme' }), (ids, path) => {
      const taken = new Set<string>()
      const names = ids.map((id) => uniqueName(operationName(id, 'POST', `/${path}`), taken))
      for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
      expect(new Set(names).size).toBe(names.length)
    }),
  )
})
