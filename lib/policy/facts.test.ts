import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fromZod, type Operation, type Rates } from '#lib/core/index.ts'
import { factNames, factsOf } from './facts.ts'
import { moneyOf } from './money-facts.ts'

const rates: Rates = { base: 'EUR', rates: { USD: '0.92', JPY: '0.0061' } }
const none = { minor: 0, currency: 'EUR', known: true }
const unknown = { minor: null, currency: 'EUR', known: false }
const eur = (minor: number) => ({ minor, currency: 'EUR', known: true })

function of(input: unknown, amounts?: Operation['amounts']) {
  return moneyOf({ input, amounts, rates })
}

describe('money in an input', () => {
  test.each<[string, unknown, object]>([
    ['nothing', { text: 'hello' }, none],
    ['no object at all', null, none],
    ['one amount', { price: { amount: '49.90', currency: 'EUR' } }, eur(4990)],
    [
      'amounts in lists and other currencies add up',
      { lines: [{ fee: { amount: '1.00', currency: 'EUR' } }, { amount: '10.00', currency: 'USD' }] },
      eur(1020),
    ],
    ['rounded up, so that a limit is not kept by a fraction', { a: { amount: '25.001', currency: 'EUR' } }, eur(2501)],
    ['flat beside other members', { id: 'x', amount: '30.00', currency: 'EUR' }, eur(3000)],
    [
      'a negative amount does not pay for another',
      { a: { amount: '-100.00', currency: 'EUR' }, b: { amount: '100.00', currency: 'EUR' } },
      eur(20000),
    ],
    ['no rate', { a: { amount: '1.00', currency: 'CHF' } }, unknown],
    ['an amount as a number', { amount: 4990, currency: 'EUR' }, unknown],
    ['an amount without a currency', { charge: { amount: '12.00' } }, unknown],
    ['a currency in small letters', { amount: '12.00', currency: 'eur' }, unknown],
    ['an amount in words', { amount: 'twelve', currency: 'EUR' }, unknown],
    ['one readable, one not', { a: { amount: '1.00', currency: 'EUR' }, b: { amount: 3 } }, unknown],
  ])('%s', (_, input, expected) => {
    expect(of(input)).toEqual(expected)
  })

  test('a declaration reads other shapes', () => {
    expect(of({ total_cents: 1234 }, () => [{ amount: '12.34', currency: 'EUR' }])).toEqual(eur(1234))
    expect(of({ amount: 1234 }, () => [{ amount: '12.34', currency: 'EUR' }])).toEqual(eur(1234))
  })

  test('a declaration that fails, gives up or gives no money means that the amount is not known', () => {
    expect(of({}, () => null)).toEqual(unknown)
    expect(of({}, () => [{ amount: 'x', currency: 'EUR' }])).toEqual(unknown)
    expect(
      of({}, () => {
        throw new TypeError('no such member')
      }),
    ).toEqual(unknown)
  })

  test('a declaration cannot hide an amount that stands in the input', () => {
    expect(of({ a: { amount: '99.00', currency: 'EUR' } }, () => [])).toEqual(eur(9900))
    expect(of({ a: { amount: '99.00', currency: 'EUR' } }, () => [{ amount: '99.00', currency: 'EUR' }])).toEqual(eur(9900))
  })

  test('a sum beyond what a number holds stays above every limit', () => {
    expect(of({ a: { amount: '999999999999999.00', currency: 'EUR' } }).minor).toBe(Number.MAX_SAFE_INTEGER)
  })
})

test('the facts have exactly the names that conditions may use', () => {
  const anything = fromZod(z.json())
  const operation: Operation = {
    name: 'billing.pay',
    title: 'Pay',
    description: '',
    effect: 'write',
    repeat: 'never',
    input: anything,
    output: anything,
    examples: [],
    revision: 1,
    outside: false,
    preview: null,
    undo: { undoable: false, why: 'gone' },
    version: 'sha256:0',
    run: async () => null,
  }
  const facts = factsOf({
    connected: { operation, connection: { name: 'billing', kind: 'openapi', environment: 'sandbox' }, confirmed: false },
    input: { amount: { amount: '2.00', currency: 'EUR' }, to: 'Ada <ada@example.test>', cc: 'max@acme.test' },
    preview: { summary: 'Pay', changes: [{ path: 'paid', label: 'Paid', before: null, after: '2.00' }], warnings: [] },
    requester: { id: 'p1', roles: ['approver'], teams: ['finance'], key: { ageDays: 3, scopes: [] } },
    via: 'api',
    tainted: true,
    sources: [{ operation: 'helpdesk.get_ticket' }, { operation: 'helpdesk.get_ticket' }, {}],
    knownDomains: new Set(['acme.test']),
    model: null,
    rates,
    calendar: { timeZone: 'Europe/Berlin', businessHours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }, holidays: [] },
    now: new Date('2026-11-29T23:30:00Z'),
  })
  expect(Object.keys(facts).sort()).toEqual([...factNames].sort())
  expect(facts).toMatchObject({
    operation: 'billing.pay',
    environment: 'sandbox',
    confirmed: false,
    connector: 'openapi',
    sources: 3,
    sourceOperations: ['helpdesk.get_ticket'],
    preview: { changes: 1, fields: ['paid'] },
    recipients: [
      { domain: 'example.test', known: false },
      { domain: 'acme.test', known: true },
    ],
    newRecipient: true,
    hour: 0,
    weekday: 1,
    businessHours: false,
    undoable: false,
    money: eur(200),
  })
})
