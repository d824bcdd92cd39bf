import SwaggerParser from '@apidevtools/swagger-parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileExpression, ExpressionError } from '#lib/platform/expression.ts'
import { type Money, toCents, toMoney } from './money.ts'
import { operationName, type Route } from './route.ts'
import { routes } from './routes.ts'
import { ref } from './schemas.ts'
import { euros, startTestBackOffice, type TestBackOffice } from './test-back-office.ts'
import { compileSchema } from './validation.ts'

let office: TestBackOffice
beforeAll(async () => {
  office = await startTestBackOffice()
})
afterAll(() => office.stop())

const named = new Map(routes.map((route) => [route.operationId, route]))
/** An input that works for each operation, on fresh data, in this order. */
const inputs: Readonly<Record<string, Record<string, unknown>>> = {
  getOrder: { orderId: '1042' },
  listOrders: { status: 'partly_refunded', limit: 100 },
  refundOrder: { orderId: '1042', amount: euros('49.90'), reason: 'arrived broken' },
  cancelOrder: { orderId: '', reason: 'ordered twice' },
  getCustomer: { customerId: '2007' },
  listShipments: { limit: 100 },
  searchProducts: { query: 'vase' },
  listInvoices: { limit: 100 },
  listTickets: { limit: 100 },
  getTicket: { ticketId: '88' },
  createTicket: { subject: 'Vase', body: 'broken', requesterEmail: 'ada@example.test' },
  updateTicket: { ticketId: '87', priority: 'urgent' },
  closeTicket: { ticketId: '87' },
  reopenTicket: { ticketId: '87' },
  addTicketNote: { ticketId: '87', text: 'Carrier asked.' },
  findContact: { email: 'ada@example.test' },
  searchContacts: { name: 'a', limit: 100 },
  getContact: { contactId: '502' },
  updateContact: { contactId: '507', company: 'Núñez SL' },
  setCreditLimit: { contactId: '501', amount: euros('500.00') },
  listNotes: { contactId: '501' },
  createNote: { contactId: '501', text: 'Likes blue glass.' },
  deleteNote: { noteId: '1' },
  restoreNote: { noteId: '1' },
}

function routeOf(operationId: unknown): Route {
  const found = named.get(String(operationId))
  if (found === undefined) throw new Error(`there is no operation ${operationId}`)
  return found
}

async function call(route: Route, input: Record<string, unknown>, key?: string) {
  const rest = { ...input }
  const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = String(rest[name])
    delete rest[name]
    return value
  })
  const query = route.body === undefined ? `?${new URLSearchParams(rest as Record<string, string>)}` : ''
  return office.send(route.method, path + query, {
    ...(route.body === undefined ? {} : { body: rest }),
    ...(key === undefined ? {} : { key }),
  })
}

const functions = {
  add: (left: unknown, right: unknown) => {
    const [first, second] = [left as Money, right as Money]
    return toMoney(toCents(first.amount) + toCents(second.amount), first.currency)
  },
  compare: (left: unknown, right: unknown) => Math.sign(toCents((left as Money).amount) - toCents((right as Money).amount)),
}

function evaluate(expression: unknown, values: Record<string, unknown>): unknown {
  const compiled = compileExpression(String(expression), { functions, variables: Object.keys(values) })
  if (!compiled.ok) throw new Error(`${expression}: ${compiled.message}`)
  return compiled.evaluate(values)
}

function fillIn(template: unknown, values: Record<string, unknown>): string {
  return String(template).replace(/\{([^}]+)\}/g, (_all, expression: string) => {
    const value = evaluate(expression, values)
    return typeof value === 'object' && value !== null ? `${(value as Money).amount} ${(value as Money).currency}` : String(value)
  })
}

/** As Countersign does it: a member whose expression reads what is not there is left out. */
function evaluateAll(input: unknown, values: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(input as object).flatMap(([name, expression]): [string, unknown][] => {
    try {
      return [[name, evaluate(expression, values)]]
    } catch (error) {
      if (error instanceof ExpressionError) return []
      throw error
    }
  })
  return Object.fromEntries(members)
}

test('the document is sound OpenAPI 3.1 with 24 operations under three tags, so 25 with mail', async () => {
  const document = (await office.send('GET', '/openapi.json')).body
  expect(document.openapi).toBe('3.1.0')
  await SwaggerParser.validate(structuredClone(document) as never)
  expect(routes).toHaveLength(24)
  expect(new Set(routes.map(({ tag }) => tag))).toEqual(new Set(['commerce', 'helpdesk', 'crm']))
  expect(Object.keys(inputs)).toEqual(routes.map(({ operationId }) => operationId))
})

test('the operations that others rely on have these names, effects and inputs', () => {
  const told = (operationId: string) => {
    const route = routeOf(operationId)
    const body = route.body?.properties as object | undefined
    return [
      operationName(route),
      route.countersign.effect,
      route.countersign.repeat,
      Object.keys({ ...route.parameters, ...body }).join(' '),
    ]
  }
  expect(
    [
      'getOrder',
      'listOrders',
      'refundOrder',
      'createTicket',
      'updateTicket',
      'closeTicket',
      'findContact',
      'updateContact',
      'createNote',
      'setCreditLimit',
    ].map(told),
  ).toEqual([
    ['commerce.get_order', 'read', undefined, 'orderId'],
    ['commerce.list_orders', 'read', undefined, 'customerId email status limit'],
    ['commerce.refund_order', 'irreversible', 'idempotent', 'orderId amount reason'],
    ['helpdesk.create_ticket', 'write', 'idempotent', 'subject body requesterEmail priority'],
    ['helpdesk.update_ticket', 'write', 'idempotent', 'ticketId status priority assignee tags'],
    ['helpdesk.close_ticket', 'write', 'idempotent', 'ticketId'],
    ['crm.find_contact', 'read', undefined, 'email'],
    ['crm.update_contact', 'write', 'idempotent', 'contactId name email phone company jobTitle'],
    ['crm.create_note', 'write', 'idempotent', 'contactId text'],
    ['crm.set_credit_limit', 'write', 'never', 'contactId amount'],
  ])
})

test('operations that read are the GETs; the others say effect, repeat, preview and undo, and "idempotent" only where a key is taken', () => {
  for (const { operationId, method, countersign, takesKey, parameters, body } of routes) {
    expect([operationId, countersign.effect === 'read']).toEqual([operationId, method === 'GET'])
    expect(countersign.examples, operationId).toHaveProperty('length')
    const fields = Object.keys({ ...parameters, ...(body?.properties as object) })
    for (const [, field] of String(countersign.examples).matchAll(/\{(\w+)\}/g)) expect(fields, operationId).toContain(field)
    if (method === 'GET') continue
    expect([operationId, countersign.repeat === 'idempotent']).toEqual([operationId, takesKey])
    expect(countersign.preview, operationId).toBeDefined()
    expect(countersign.undo !== undefined || countersign.effect === 'irreversible', operationId).toBe(true)
  }
})

describe('each operation', () => {
  test.each(Object.keys(inputs))(
    '%s answers as its schema says, and its preview, check and undo can be worked out from real data',
    async (operationId) => {
      const route = routeOf(operationId)
      const input = { ...inputs[operationId] }
      if (operationId === 'cancelOrder') {
        const { items } = (await office.send('GET', '/orders?status=paid&limit=1')).body as unknown as { items: { orderId: string }[] }
        input.orderId = items[0]?.orderId
      }
      const { label, preview, check, undo } = route.countersign as Record<string, Record<string, unknown> | undefined>
      const before = preview === undefined ? {} : await workOutPreview(input, preview, label)

      const { status, body: output } = await call(route, input, `doc-${operationId}`)
      expect(status).toBe(route.status ?? 200)
      const fits = compileSchema(ref(route.answer))
      expect([fits(output), fits.errors]).toEqual([true, null])

      if (check !== undefined) {
        const { body: answer } = await call(routeOf(check.operation), evaluateAll(check.input, { input, actionId: 'x' }))
        const asked = (actionId: string) => ({ input, answer, actionId })
        expect(evaluate(check.happened, asked(`doc-${operationId}`))).toBe(true)
        expect(evaluate(check.output, asked(`doc-${operationId}`))).toEqual(output)
        if (operationId !== 'cancelOrder') expect(evaluate(check.happened, asked('another'))).toBe(false)
      }
      if (undo?.operation !== undefined) {
        const { status: undone } = await call(routeOf(undo.operation), evaluateAll(undo.input, { input, output, before }))
        expect(undone).toBe(200)
        if (['closeTicket', 'reopenTicket', 'deleteNote'].includes(operationId)) await call(route, input)
      }
    },
  )
})

/** Answers what was there before, by path, as an undo is given it. */
async function workOutPreview(input: Record<string, unknown>, preview: Record<string, unknown>, label: unknown) {
  const read = preview.read as { operation: string; input: unknown } | undefined
  const before = read === undefined ? undefined : (await call(routeOf(read.operation), evaluateAll(read.input, { input }))).body
  const values = { input, ...(before === undefined ? {} : { before }) }
  expect(fillIn(preview.summary, values)).toMatch(/^[A-Z]\w+ .*[^{}]$/)
  if (typeof label === 'string') expect(fillIn(label, { input })).not.toMatch(/[{}]/)
  const shown: Record<string, unknown> = {}
  for (const change of preview.changes as { path: string; before?: string; after: string }[]) {
    expect(evaluate(change.after, values)).not.toBeUndefined()
    if (change.before === undefined) continue
    shown[change.path] = evaluate(change.before, values)
    expect(shown[change.path]).not.toBeUndefined()
  }
  for (const { when } of (preview.warnings ?? []) as { when: string }[]) expect(evaluate(when, values)).toBe(false)
  return shown
}

test('the card of a refund says what the approver needs to see', () => {
  const { label, preview } = routeOf('refundOrder').countersign as unknown as {
    label: string
    preview: { summary: string; changes: { after: string; before?: string }[]; warnings: { when: string }[] }
  }
  const before = {
    status: 'delivered',
    customer: { name: 'Ada Lovelace' },
    paid: euros('83.90'),
    refunded: euros('0.00'),
    refundable: euros('83.90'),
  }
  const shown = (amount: Money) => {
    const values = { before, input: { orderId: '1042', amount, reason: 'arrived broken' } }
    return [
      fillIn(preview.summary, values),
      ...preview.changes.map((change) => evaluate(change.after, values)),
      preview.warnings.map(({ when }) => evaluate(when, values)),
    ]
  }
  expect(fillIn(label, { input: { amount: euros('49.90') } })).toBe('Refund 49.90 EUR')
  expect(shown(euros('49.90'))).toEqual([
    'Refund 49.90 EUR to Ada Lovelace for order 1042',
    euros('49.90'),
    'partly refunded',
    'arrived broken',
    [false, false, false],
  ])
  expect(shown(euros('83.90'))).toMatchObject({ 2: 'refunded' })
  expect(shown(euros('9999.00'))).toMatchObject({ 4: [false, true, false] })
  expect(shown({ amount: '5.00', currency: 'USD' })).toMatchObject({ 1: euros('0.00'), 2: 'delivered', 4: [true, false, false] })
})
