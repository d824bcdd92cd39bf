import { describe, expect, test } from 'vitest'
import type { OperationContext } from '#lib/core/index.ts'
import type { BuiltRequest } from './build-request.ts'
import type { HttpClient } from './client.ts'
import { makeOperation } from './make-operation.ts'
import { readDocument } from './read-document.ts'

const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const answer = (schema: object) => ({ responses: { 200: { description: '', ...json(schema) } } })
const money = { type: 'object', required: ['amount', 'currency'], properties: { amount: { type: 'string' }, currency: { type: 'string' } } }
const id = { name: 'leaseId', in: 'path', required: true, schema: { type: 'string' } }

/** A flat's lease: nouns that no one else here knows. */
function document(raise: object = {}, more: object = {}) {
  return {
    openapi: '3.1.0',
    info: { title: 'Leases', version: '1' },
    paths: {
      '/leases/{leaseId}': { get: { operationId: 'showLease', parameters: [id], ...answer({ type: 'object' }) } },
      '/leases/{leaseId}/raises': {
        post: {
          operationId: 'raiseRent',
          summary: 'Raise the rent',
          parameters: [id],
          requestBody: {
            required: true,
            ...json({
              type: 'object',
              required: ['rise'],
              properties: { rise: money, months: { type: 'integer' }, note: { type: 'string' } },
            }),
          },
          ...answer({ type: 'object' }),
          ...raise,
        },
        get: { operationId: 'findRaises', parameters: [id], ...answer({ type: 'object' }) },
      },
      '/leases/{leaseId}/lower': { post: { operationId: 'lowerRent', parameters: [id], ...answer({}) } },
      ...more,
    },
  }
}

async function raiseRent(extensions: object = {}, standing = { effect: 'write', repeat: 'idempotent', confirmed: true } as const) {
  const { operations, leftOut } = await readDocument(document(extensions))
  const declaration = operations.find(({ name }) => name === 'raise_rent')
  if (declaration === undefined) throw new Error('no raise_rent')
  return { operation: makeOperation(declaration, { name: 'leases', title: 'Leases' }, standing), declaration, leftOut }
}

/** Another company's system, as a client that answers and remembers what it was asked. */
function system(answers: unknown[]): { context: OperationContext<HttpClient>; asked: BuiltRequest[] } {
  const asked: BuiltRequest[] = []
  const client: HttpClient = {
    send: async (request) => {
      asked.push(request)
      return { status: 200, value: answers.shift(), seen: { request: { method: request.method, path: request.path } } }
    },
    close: async () => undefined,
  }
  return { context: { client, actionId: 'a-1', signal: AbortSignal.timeout(5000) }, asked }
}

const rise = { amount: '49.90', currency: 'EUR' }
const input = { leaseId: 'L 7/b', rise }

describe('previews', () => {
  test('without extensions the preview is the request as it will be sent', async () => {
    const { operation } = await raiseRent()
    const { preview } = operation
    if (preview?.live !== false) throw new Error('not static')
    expect(preview.make(input)).toEqual({
      summary: 'POST /leases/L%207%2Fb/raises on Leases',
      changes: [
        { path: 'leaseId', label: 'Lease id', before: null, after: 'L 7/b' },
        { path: 'rise', label: 'Rise', before: null, after: rise },
      ],
      warnings: [],
    })
  })

  const live = {
    'x-countersign-preview': {
      read: { operation: 'showLease', input: { leaseId: 'input.leaseId' } },
      summary: 'Raise the rent of {before.tenant.name} by {input.rise}',
      changes: [
        { path: 'rent', label: 'Rent', before: 'before.rent', after: 'add(before.rent, input.rise)' },
        { path: 'note', label: 'Note', after: 'input.note' },
      ],
      warnings: [
        { when: 'compare(input.rise, before.rent) > 0', text: 'This more than doubles {before.rent}.' },
        { when: 'before.frozen', text: 'The rent is frozen.' },
      ],
    },
  }

  test('a live preview reads the outside and shows before and after', async () => {
    const { operation, leftOut } = await raiseRent(live)
    expect(leftOut).toEqual([])
    const { preview } = operation
    if (preview?.live !== true) throw new Error('not live')
    const { context, asked } = system([{ tenant: { name: 'Zoë {x}' }, rent: { amount: '10.20', currency: 'EUR' }, frozen: false }])
    expect(await preview.make(input, context)).toEqual({
      summary: 'Raise the rent of Zoë {x} by 49.90 EUR',
      changes: [{ path: 'rent', label: 'Rent', before: { amount: '10.20', currency: 'EUR' }, after: { amount: '60.10', currency: 'EUR' } }],
      warnings: ['This more than doubles 10.20 EUR.'],
    })
    expect(asked).toMatchObject([{ method: 'GET', path: '/leases/L%207%2Fb' }])
  })

  test('what the answer lacks falls back, and a warning that cannot be judged is shown', async () => {
    const { operation } = await raiseRent(live)
    if (operation.preview?.live !== true) throw new Error('not live')
    const made = await operation.preview.make(input, system([{ rent: { amount: '10.20', currency: 'USD' } }]).context)
    expect(made.summary).toBe('POST /leases/L%207%2Fb/raises on Leases')
    expect(made.warnings).toEqual([expect.stringContaining('Not certain'), expect.stringContaining('The rent is frozen.')])
  })

  test.each([
    ['an expression that is not understood', { summary: 'Raise {input.rise' }],
    ['a name that is not there', { changes: [{ path: 'a', label: 'A', after: 'output.x' }] }],
    ['a read that does not exist', { read: { operation: 'nothing', input: {} } }],
    ['a read that is no GET', { read: { operation: 'lowerRent', input: { leaseId: 'input.leaseId' } } }],
    ['a read without what it needs', { read: { operation: 'showLease', input: {} } }],
    ['another shape', { changes: 'all' }],
  ])('%s: the extension is left out and named, the operation stays', async (_name, broken) => {
    const { operation, leftOut } = await raiseRent({ 'x-countersign-preview': broken })
    expect(leftOut).toEqual([{ operation: 'raiseRent', why: expect.stringContaining('x-countersign-preview') }])
    expect(operation.preview?.live).toBe(false)
  })
})

describe('effect, repeat, label', () => {
  test('a proposed read is nothing that runs without approval until it is confirmed', async () => {
    const { declaration } = await raiseRent({ 'x-countersign-effect': 'read' })
    const connection = { name: 'leases', title: 'Leases' }
    expect(declaration).toMatchObject({ effect: 'read', confirmed: false })
    expect(makeOperation(declaration, connection)).toMatchObject({ effect: 'irreversible' })
    expect(makeOperation(declaration, connection).preview).not.toBeNull()
    expect(makeOperation(declaration, connection, { effect: 'read', repeat: 'harmless', confirmed: true })).toMatchObject({
      effect: 'read',
      preview: null,
    })
  })

  test('an effect that is none leaves the operation irreversible', async () => {
    const { declaration, leftOut } = await raiseRent({ 'x-countersign-effect': 'harmless' })
    expect(declaration.effect).toBe('irreversible')
    expect(leftOut).toHaveLength(1)
  })

  test('the version is of effect, schemas, method, path and extensions, not of titles', async () => {
    const base = (await raiseRent()).operation.version
    expect((await raiseRent({ summary: 'Other words' })).operation.version).toBe(base)
    expect((await raiseRent({ 'x-countersign-label': 'Raise' })).operation.version).not.toBe(base)
    expect((await raiseRent({}, { effect: 'write', repeat: 'never', confirmed: true } as never)).operation.version).not.toBe(base)
  })

  test('the words on the button', async () => {
    const { operation } = await raiseRent({ 'x-countersign-label': 'Raise by {input.rise}' })
    expect(operation.label?.(input)).toBe('Raise by 49.90 EUR')
    expect(operation.label?.({})).toBe('Raise the rent')
  })
})

describe('check and undo', () => {
  const check = {
    operation: 'findRaises',
    input: { leaseId: 'input.leaseId' },
    happened: 'answer.items.exists(one, one.key == actionId)',
    output: 'answer.items[0]',
  }

  test('a check reads, and says yes, no, or not known', async () => {
    const { operation } = await raiseRent({ 'x-countersign-check': check })
    expect(await operation.check?.(input, system([{ items: [{ key: 'a-1', done: true }] }]).context)).toEqual({
      happened: true,
      output: { key: 'a-1', done: true },
    })
    expect(await operation.check?.(input, system([{ items: [] }]).context)).toEqual({ happened: false })
    const { operation: vague } = await raiseRent({ 'x-countersign-check': { ...check, happened: 'answer.state' } })
    expect(await vague.check?.(input, system([{ state: 'maybe' }]).context)).toEqual({ happened: 'unknown' })
  })

  test('undo names the other operation and its input', async () => {
    const { operation } = await raiseRent({
      'x-countersign-undo': {
        operation: 'lowerRent',
        input: { leaseId: 'input.leaseId', to: 'output.before', gone: 'output.none', rent: 'before.rent', unseen: 'before.deposit' },
      },
    })
    if (!operation.undo.undoable) throw new Error('not undoable')
    expect(operation.undo.undo({ input, output: { before: null }, before: { rent: rise } })).toEqual({
      operation: 'leases.lower_rent',
      input: { leaseId: 'L 7/b', to: null, rent: rise },
    })
  })

  test('without one, it says why not', async () => {
    expect((await raiseRent()).operation.undo).toMatchObject({ undoable: false })
    expect((await raiseRent({ 'x-countersign-undo': { possible: false, why: 'Letters are sent at once.' } })).operation.undo).toEqual({
      undoable: false,
      why: 'Letters are sent at once.',
    })
  })
})

describe('money in an input', () => {
  const amounts = async (extension: unknown, given: unknown) =>
    (await raiseRent(extension === undefined ? {} : { 'x-countersign-money': extension })).operation.amounts?.(given)

  test.each([
    ['every {amount, currency} without a word', undefined, { rise }, [rise]],
    ['minor units, a fixed currency', [{ amount: 'total_cents', unit: 'minor', currency: 'EUR' }], { total_cents: 4990 }, [rise]],
    [
      'minor units of a currency without any',
      [{ amount: 'total', unit: 'minor', currency: { from: 'in' } }],
      { total: 500, in: 'JPY' },
      [{ amount: '500', currency: 'JPY' }],
    ],
    [
      'a currency beside each element',
      [{ amount: 'lines.*.sum', currency: { from: 'cur' } }],
      {
        lines: [
          { sum: 49.9, cur: 'eur' },
          { sum: '1', cur: 'USD' },
        ],
      },
      [
        { amount: '49.9', currency: 'EUR' },
        { amount: '1', currency: 'USD' },
      ],
    ],
    [
      'declared and plain ones together',
      [{ amount: 'fee', unit: 'minor', currency: 'EUR' }],
      { fee: 100, rise },
      [{ amount: '1.00', currency: 'EUR' }, rise],
    ],
    ['nothing given', ['rise'], {}, []],
    ['a bare number that is called an amount cannot be read', undefined, { totalAmount: 50 }, null],
    ['nor can a text', undefined, { lines: [{ price: '50,00 €' }] }, null],
    ['a declared amount of another shape', ['rise'], { rise: 'a lot' }, null],
    ['a declared amount without its currency', [{ amount: 'x', currency: { from: 'y' } }], { x: 5 }, null],
    ['a declaration that is broken', [{ sum: 1 }], { rise }, null],
    ['numbers of other things', undefined, { months: 3, floor: 2 }, []],
  ])('%s', async (_name, extension, given, expected) => {
    expect(await amounts(extension, given)).toEqual(expected)
  })
})

describe('input', () => {
  test('parameters may be given as text or number, bodies keep their types', async () => {
    const { operation } = await raiseRent()
    expect(operation.input.parse({ leaseId: 1042, rise })).toEqual({ ok: true, value: { leaseId: '1042', rise } })
    expect(operation.input.parse({ leaseId: '7', rise, months: '3' })).toEqual({
      ok: false,
      errors: [{ path: 'months', message: 'must be integer' }],
    })
  })

  test('what is missing or not known is named', async () => {
    const { operation } = await raiseRent()
    expect(operation.input.parse({ leaseId: '7', extra: 1, rise: { amount: '1' } })).toEqual({
      ok: false,
      errors: expect.arrayContaining([
        { path: 'extra', message: 'is not known here' },
        { path: 'rise.currency', message: 'is missing' },
      ]),
    })
  })

  test.each(['..', '.', ''])('a path step %j cannot climb to another operation', async (leaseId) => {
    const { operation } = await raiseRent()
    expect(operation.input.parse({ leaseId, rise })).toMatchObject({ ok: false, errors: [{ path: 'leaseId' }] })
    await expect(operation.run({ leaseId, rise }, system([{}]).context)).rejects.toThrow('not fit for an address')
  })
})
