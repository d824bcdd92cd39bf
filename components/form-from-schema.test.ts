import { describe, expect, test } from 'vitest'
import { type Draft, draftOf, isChanged, valueOfDraft } from './form-draft.ts'
import { formFromSchema, labelOf } from './form-from-schema.ts'

const schema = {
  type: 'object',
  required: ['loan', 'amount', 'reason'],
  properties: {
    loan: { type: 'string', maxLength: 20, description: 'Number on the slip' },
    amount: { $ref: '#/$defs/Money' },
    reason: { type: 'string' },
    copies: { type: 'integer', minimum: 1, maximum: 9 },
    weight: { type: ['number', 'null'] },
    priority: { enum: ['low', 'high'] },
    urgent: { type: 'boolean' },
    dueOn: { type: 'string', format: 'date' },
    address: { type: 'object', required: ['street'], properties: { street: { type: 'string', maxLength: 80 }, city: { type: 'string' } } },
    tags: { type: 'array', items: { type: 'string' } },
    either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
  },
  $defs: {
    Money: { type: 'object', properties: { amount: { type: 'string' }, currency: { type: 'string', enum: ['EUR', 'CHF'] } } },
  },
} as const

const form = formFromSchema(schema)
const value = {
  loan: 'L-7',
  amount: { amount: '49.9', currency: 'EUR' },
  reason: 'torn',
  weight: null,
  tags: ['a'],
  secret: { kept: true },
}

function kinds() {
  if (form.kind !== 'group') throw new Error('a group was expected')
  return Object.fromEntries(form.fields.map((field) => [field.name, field.node.kind]))
}

function changed(changes: Record<string, Draft>) {
  return valueOfDraft(form, { ...(draftOf(form, value) as Record<string, Draft>), ...changes }, value)
}

describe('a form from a schema', () => {
  test('each kind of value has a field of its kind, the rest is JSON', () => {
    expect(kinds()).toEqual({
      loan: 'text',
      amount: 'money',
      reason: 'text',
      copies: 'number',
      weight: 'number',
      priority: 'choice',
      urgent: 'boolean',
      dueOn: 'date',
      address: 'group',
      tags: 'json',
      either: 'json',
    })
  })

  test('a schema that refers to itself ends in JSON, not in a loop', () => {
    const loop = { type: 'object', properties: { child: { $ref: '#' } } }
    expect(JSON.stringify(formFromSchema(loop)).length).toBeLessThan(2000)
    expect(formFromSchema({ $ref: '#' }).kind).toBe('json')
    expect(formFromSchema({ $ref: 'https://example.test/schema' }).kind).toBe('json')
  })

  test.each([
    ['orderId', 'Order id'],
    ['requester_email', 'Requester email'],
    ['VAT', 'Vat'],
  ])('%s reads "%s"', (name, label) => {
    expect(labelOf(name)).toBe(label)
  })
})

describe('what a filled form stands for', () => {
  test('opened and closed without a change it is exactly what it was, members unknown to the schema included', () => {
    expect(isChanged(form, draftOf(form, value), value)).toBe(false)
    expect(changed({})).toEqual({ ok: true, value })
  })

  test('one changed field changes that field alone', () => {
    expect(changed({ amount: { amount: '20.00', currency: 'EUR' } })).toEqual({
      ok: true,
      value: { ...value, amount: { amount: '20.00', currency: 'EUR' } },
    })
  })

  test('optional fields that stay empty are not sent, filled ones are sent in their type', () => {
    const result = changed({ copies: '3', urgent: true, priority: '1', dueOn: '2026-12-01', tags: '["b"]', either: '5' })
    expect(result).toEqual({
      ok: true,
      value: { ...value, copies: 3, urgent: true, priority: 'high', dueOn: '2026-12-01', tags: ['b'], either: 5 },
    })
  })

  test('an optional group with a needed field is left out while it is empty, and asked for once it is begun', () => {
    expect(changed({ address: { street: '', city: '' } })).toEqual({ ok: true, value })
    expect(changed({ address: { street: 'Main 1', city: '' } })).toMatchObject({ ok: true, value: { address: { street: 'Main 1' } } })
  })

  test.each<[string, Record<string, Draft>, string]>([
    ['a comma in an amount', { amount: { amount: '49,90', currency: 'EUR' } }, 'amount'],
    ['a float for a whole number', { copies: '1.5' }, 'copies'],
    ['a number out of range', { copies: '12' }, 'copies'],
    ['words for a number', { copies: 'three' }, 'copies'],
    ['broken JSON', { tags: '["a"' }, 'tags'],
    ['a date that is none', { dueOn: 'soon' }, 'dueOn'],
    ['a text that is too long', { loan: 'x'.repeat(21) }, 'loan'],
  ])('%s is told at its field', (_what, changes, path) => {
    const result = changed(changes)
    expect(result.ok ? [] : result.errors.map((error) => error.path)).toEqual([path])
  })
})
