import { describe, expect, test } from 'vitest'
import { hideSecrets, keepSecrets, maskInput, maskPreview, maskSecrets, secretMask, secretsIn } from './mask-secrets.ts'
import type { JsonSchema } from './schema.ts'
import { isSecretName } from './secret-names.ts'

const text = { type: 'string' }
const object = (properties: Record<string, unknown>, more: object = {}): JsonSchema => ({ type: 'object', properties, ...more })

describe('a name says that it holds a secret', () => {
  test.each([
    'password',
    'newPassword',
    'password_confirmation',
    'PASSWD',
    'token',
    'accessToken',
    'access_token',
    'apiKey',
    'API_KEY',
    'apikey',
  ])('%s', (name) => expect(isSecretName(name)).toBe(true))
  test.each([
    'X-Api-Key',
    'Authorization',
    'clientSecret',
    'secret',
    'private_key',
    'credentials',
    'cvv',
    'pin',
    'passphrase',
    'awsSecretAccessKey',
  ])('%s', (name) => expect(isSecretName(name)).toBe(true))
  test.each([
    'pageToken',
    'next_page_token',
    'tokens',
    'maxTokens',
    'tokenType',
    'secretary',
    'shipping',
    'spin',
    'passwordHint',
    'iban',
    'key',
  ])('but not %s', (name) => expect(isSecretName(name)).toBe(false))
  test.each(['authorId', 'passwordExpiresAt', 'secret_name', 'opinion', 'keyboard', ''])('nor %s', (name) =>
    expect(isSecretName(name)).toBe(false),
  )
})

describe('secrets are masked', () => {
  const bySchema = object({
    login: text,
    wort: { type: 'string', format: 'password' },
    seal: { type: 'object', 'x-countersign-secret': true },
    setup: object({ phrase: { type: 'string', writeOnly: true }, restock: { type: 'boolean', writeOnly: true } }),
  })
  test('by what the schema says, and nothing else', () => {
    expect(maskSecrets(bySchema, { login: 'ada', wort: 'w', seal: { a: 1 }, setup: { phrase: 'p', restock: true } })).toEqual({
      login: 'ada',
      wort: secretMask,
      seal: secretMask,
      setup: { phrase: secretMask, restock: true },
    })
  })
  test.each<[string, JsonSchema, unknown, unknown]>([
    ['by name where no schema says anything', {}, { user: { token: 't', age: 3 } }, { user: { token: secretMask, age: 3 } }],
    [
      'every text under a name that says so',
      {},
      { credentials: { user: 'u', hosts: ['h'] } },
      { credentials: { user: secretMask, hosts: [secretMask] } },
    ],
    ['a number that opens something', {}, { pin: 1234, count: 1234 }, { pin: secretMask, count: 1234 }],
    [
      'in lists',
      { type: 'array', items: object({ a: { format: 'password' } }) },
      [{ a: 'x' }, { a: 'y' }],
      [{ a: secretMask }, { a: secretMask }],
    ],
    [
      'behind a reference',
      { $defs: { s: { format: 'password' } }, properties: { a: { $ref: '#/$defs/s' } } },
      { a: 'x' },
      { a: secretMask },
    ],
    ['in any branch', { anyOf: [object({ a: text }), object({ a: { format: 'password' } })] }, { a: 'x' }, { a: secretMask }],
    ['in members without a name of their own', { additionalProperties: { format: 'password' } }, { any: 'x' }, { any: secretMask }],
    ['nothing where nothing is', {}, { password: '', token: null }, { password: '', token: null }],
  ])('%s', (_what, schema, value, masked) => expect(maskSecrets(schema, value)).toEqual(masked))

  test('in a part of a value, known by its path', () => {
    expect(maskSecrets(bySchema, 'p', 'setup.phrase')).toBe(secretMask)
    expect(maskSecrets({}, 'x', 'credentials.user')).toBe(secretMask)
    expect(maskSecrets({}, { token: 'x' }, 'anything')).toEqual({ token: secretMask })
    expect(maskSecrets(bySchema, 'ada', 'login')).toBe('ada')
  })
  test('a schema that holds itself ends', () => {
    const knot = { anyOf: [{ $ref: '#' }, { properties: { a: { $ref: '#' } } }] }
    expect(maskSecrets(knot, { a: { a: { token: 't' } } })).toEqual({ a: { a: { token: secretMask } } })
  })
  test('a member called __proto__ stays a member', () => {
    const value = JSON.parse('{"__proto__": {"token": "t"}}')
    expect(JSON.stringify(maskSecrets({}, value))).toBe(`{"__proto__":{"token":"${secretMask}"}}`)
  })
})

test('a secret is hidden in running text too, also as it stands in JSON; a short one is any word', () => {
  const secrets = secretsIn({}, { password: 'hun"ter2', pin: 12, token: 'abc' })
  expect(secrets).toEqual(['hun"ter2', '12', 'abc'])
  expect(hideSecrets('Set hun"ter2, "hun\\"ter2", 12 and abc', secrets)).toBe(`Set ${secretMask}, "${secretMask}", 12 and abc`)
})

test('a preview shows no secret in its changes nor in its words', () => {
  const input = { user: 'ada', password: 'hunter22' }
  const changes = [
    { path: 'password', label: 'Password', before: 'old one', after: 'hunter22' },
    { path: 'note', label: 'Note', before: null, after: 'it is hunter22' },
  ]
  expect(maskPreview({}, input, { summary: 'Set hunter22 for ada', changes, warnings: ['hunter22 is weak'] })).toEqual({
    summary: `Set ${secretMask} for ada`,
    changes: [
      { path: 'password', label: 'Password', before: secretMask, after: secretMask },
      { path: 'note', label: 'Note', before: null, after: `it is ${secretMask}` },
    ],
    warnings: [`${secretMask} is weak`],
  })
})

describe('an edit that leaves the mask keeps the secret', () => {
  const original = { user: 'ada', password: 'old', keys: [{ token: 'a' }, { token: 'b' }] }
  test('untouched it is the old one, typed it is the new one', () => {
    const edited = { user: 'bea', password: secretMask, keys: [{ token: secretMask }, { token: 'new' }] }
    expect(keepSecrets({}, edited, original)).toEqual({ user: 'bea', password: 'old', keys: [{ token: 'a' }, { token: 'new' }] })
  })
  test('in a list that lost a member nobody can know which secret is meant', () => {
    expect(() => keepSecrets({}, { ...original, keys: [{ token: secretMask }] }, original)).toThrow('typed anew')
  })
  test('where there was no secret, the mask is none', () => {
    expect(() => keepSecrets({}, { user: 'ada', token: secretMask }, original)).toThrow('typed anew')
  })
  test('a text that repeats the secret was shown without it, and is kept as it was or typed anew', () => {
    const noted = { password: 'hunter22', note: 'say hunter22 at the door' }
    const shown = maskInput({}, noted) as typeof noted
    expect(shown.note).toBe(`say ${secretMask} at the door`)
    expect(keepSecrets({}, shown, noted)).toEqual(noted)
    expect(() => keepSecrets({}, { ...shown, note: `${shown.note}, twice` }, noted)).toThrow('typed anew')
  })
  test('dots in a field that is no secret are only dots', () => {
    expect(keepSecrets({}, { user: secretMask }, original)).toEqual({ user: secretMask })
  })
})
