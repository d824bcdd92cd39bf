import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineOperation, type OperationDeclaration } from './operation.ts'
import { fromZod } from './schema.ts'

const base = {
  name: 'things.make_thing',
  title: 'Make a thing',
  description: 'Makes one thing.',
  repeat: 'never',
  input: fromZod(z.strictObject({ name: z.string() })),
  output: fromZod(z.object({ id: z.string() })),
  examples: [],
  revision: 1,
  outside: false,
  run: async () => ({ id: '1' }),
} as const
const preview = { live: false, make: () => ({ summary: 'Make a thing', changes: [], warnings: [] }) } as const

test('an operation with an effect cannot be declared without a preview, nor a write without saying how it is undone', () => {
  // @ts-expect-error a write needs preview and undo
  const write: OperationDeclaration<{ name: string }, { id: string }, unknown> = { ...base, effect: 'write', preview }
  // @ts-expect-error an irreversible operation needs a preview
  const irreversible: OperationDeclaration<{ name: string }, { id: string }, unknown> = { ...base, effect: 'irreversible' }
  expect([write.effect, irreversible.effect]).toEqual(['write', 'irreversible'])
})

test('a build alone does not change a version; the declaration does', () => {
  const version = (change: object) => defineOperation({ ...base, effect: 'irreversible', preview, ...change }).version
  expect(version({ run: async () => ({ id: '2' }) })).toBe(version({}))
  expect(version({ title: 'Other words' })).toBe(version({}))
  for (const change of [
    { name: 'things.make' },
    { repeat: 'harmless' },
    { revision: 2 },
    { input: fromZod(z.object({ name: z.string() })) },
    { extra: { path: '/x' } },
  ]) {
    expect(version(change)).not.toBe(version({}))
  }
})

test('a schema refuses what it does not know and says where', () => {
  expect(base.input.parse({ name: 1, extra: true })).toMatchObject({ ok: false, errors: [{ path: 'name' }, { path: '' }] })
})
