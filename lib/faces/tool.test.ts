import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { ConnectedOperation } from '#lib/connectors/index.ts'
import { defineOperation, fromZod, type JsonSchema, type Operation } from '#lib/core/index.ts'
import { operationTool, operationTools } from './tool.ts'
import { fittingKey, toolNameOf } from './tool-name.ts'
import { restoreKeys, toolSchema } from './tool-schema.ts'

const fits = /^[a-zA-Z0-9_-]{1,64}$/

function connected(name: string, input: JsonSchema, connection = 'letters'): ConnectedOperation {
  const operation = defineOperation({
    name,
    title: 'Send a letter',
    description: 'On paper.',
    effect: 'irreversible',
    repeat: 'never',
    input: { json: input, parse: (value) => ({ ok: true, value }) },
    output: fromZod(z.unknown()),
    examples: ['write to {to}'],
    revision: 1,
    outside: false,
    preview: { live: false, make: () => ({ summary: 'Send a letter', changes: [], warnings: [] }) },
    run: async () => null,
  }) as Operation
  const summary = {
    id: connection,
    name: connection,
    title: 'Letters',
    kind: 'post',
    environment: 'production',
    revision: 1,
    enabled: true,
    settings: {},
  }
  return { operation, connection: summary as ConnectedOperation['connection'], confirmed: true, enabled: true }
}

test('names that no provider takes, or that two operations would share, are made to fit and stay apart', () => {
  expect(toolNameOf('mail.send')).toBe('mail__send')
  const odd = ['a.b__c', 'a__b.c', 'a.b.c', `a.${'x'.repeat(70)}`, `a.${'x'.repeat(71)}`, 'ä.ö', 'ü.ö']
  const names = odd.map(toolNameOf)
  for (const name of names) expect(name).toMatch(fits)
  expect(new Set(names).size).toBe(odd.length)
})

test('one operation on two connections becomes two tools', () => {
  const tools = operationTools([connected('post.send', {}), connected('post.send', {}, 'abroad'), connected('post.track', {})])
  expect([...tools.values()].map(({ name, connected }) => [name, connected.connection.name])).toEqual([
    [expect.stringMatching(/^post__send__letters_/), 'letters'],
    [expect.stringMatching(/^post__send__abroad_/), 'abroad'],
    ['post__track', 'letters'],
  ])
})

test.each([
  ['no type at the root', { properties: { a: { type: 'string' } } }],
  ['a combination at the root', { oneOf: [{ properties: { a: { type: 'string' } }, required: ['a'] }, { properties: { b: {} } }] }],
  ['parts that hold together', { allOf: [{ type: 'object', properties: { a: {} }, required: ['a'] }, { properties: { b: {} } }] }],
  [
    'a dialect and an id',
    { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'https://x.test/y', type: 'object', properties: {} },
  ],
  ['names in another script', { type: 'object', properties: { 'größe in m²': { type: 'number' } }, required: ['größe in m²'] }],
  ['nothing at all', {}],
])('a schema with %s is one that providers take', (_what, given) => {
  const { tool } = operationTool(connected('post.send', given), 'post__send')
  const { jsonSchema: schema } = tool.inputSchema as unknown as { jsonSchema: Record<string, unknown> }
  expect(schema.type).toBe('object')
  for (const key of ['oneOf', 'anyOf', 'allOf', '$schema', '$id']) expect(schema).not.toHaveProperty([key])
  for (const key of Object.keys(schema.properties as object)) expect(key).toMatch(/^[a-zA-Z0-9_.-]{1,64}$/)
  expect(schema.properties).toMatchObject({ _why: { type: 'string' }, _after: { type: 'array' } })
  expect(new Ajv2020({ strict: false }).validateSchema(schema)).toBe(true)
})

test('all parts that hold together are required, of alternatives none is', () => {
  expect(
    toolSchema({ allOf: [{ properties: { a: {} }, required: ['a'] }], oneOf: [{ properties: { b: {} }, required: ['b'] }] }).schema
      .required,
  ).toEqual(['a'])
})

test('what the model sends comes back under the operation’s own names, also inside lists', () => {
  const inner = { type: 'object', properties: { 'maß (cm)': { type: 'number' } } }
  const given = { type: 'object', properties: { größe: inner, list: { type: 'array', items: inner } } }
  const { renamed } = toolSchema(given)
  const [size, measure] = [fittingKey('größe'), fittingKey('maß (cm)')]
  expect(restoreKeys({ [size]: { [measure]: 1 }, list: [{ [measure]: 2 }] }, renamed)).toEqual({
    größe: { 'maß (cm)': 1 },
    list: [{ 'maß (cm)': 2 }],
  })
})

test('why and after are taken out of the input, and an operation’s own member of that name stays', () => {
  const plain = operationTool(connected('post.send', { type: 'object', properties: { to: {} } }), 'post__send')
  expect(plain.read({ to: 'Ada', _why: '“write to Ada”', _after: ['post__buy'] })).toEqual({
    input: { to: 'Ada' },
    why: '“write to Ada”',
    after: ['post__buy'],
  })
  const own = operationTool(connected('post.send', { type: 'object', properties: { _why: { type: 'string' } } }), 'post__send')
  expect(own.read({ _why: 'mine' })).toEqual({ input: { _why: 'mine' }, why: undefined, after: [] })
})

test('what a model sends instead of an object is handed on to be refused', () => {
  expect(operationTool(connected('post.send', {}), 'post__send').read('x')).toEqual({ input: 'x', why: undefined, after: [] })
})
