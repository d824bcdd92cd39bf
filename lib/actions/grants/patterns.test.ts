import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coversInput, type Pattern, patternsSchema, proposePatterns } from './patterns.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const payment = { vendor: 'V-17', iban: 'DE02', amount: eur('120.00'), reason: 'October', lines: [{ sku: 'a', count: 2 }] }
const granted: Pattern[] = [
  { path: '/vendor', equals: 'V-17' },
  { path: '/iban', oneOf: ['DE02', 'DE03'] },
  { path: '/amount', atMost: eur('200.00') },
  { path: '/reason', any: true },
  { path: '/lines/0/sku', equals: 'a' },
  { path: '/lines/0/count', atMost: 5 },
]

test('“this vendor, up to 200 EUR, whatever the reason” says yes to just that', () => {
  expect(coversInput(granted, payment)).toBe(true)
  expect(coversInput(granted, { ...payment, amount: eur('200.00'), iban: 'DE03', reason: 'anything at all' })).toBe(true)
})

describe('what an attacker could put in', () => {
  test.each<[string, unknown]>([
    ['another vendor', { ...payment, vendor: 'V-18' }],
    ['a vendor that looks alike', { ...payment, vendor: 'V‑17' }],
    ['the vendor as another type', { ...payment, vendor: ['V-17'] }],
    ['an account that is not listed', { ...payment, iban: 'DE04' }],
    ['a cent too much', { ...payment, amount: eur('200.01') }],
    ['a fraction of a cent too much', { ...payment, amount: eur('200.0001') }],
    ['another currency of the same number', { ...payment, amount: { amount: '150.00', currency: 'KWD' } }],
    ['less than nothing', { ...payment, amount: eur('-150.00') }],
    ['nothing, which may mean all', { ...payment, amount: eur('0.00') }],
    ['an amount with something beside it', { ...payment, amount: { ...eur('1.00'), tip: eur('9000.00') } }],
    ['a plain number for an amount', { ...payment, amount: 150 }],
    ['a field nobody thought of', { ...payment, cc: 'eve@example.test' }],
    ['a field nobody thought of, empty', { ...payment, cc: '' }],
    ['a field nobody thought of, null', { ...payment, overrideLimit: null }],
    ['an empty part nobody thought of', { ...payment, options: {} }],
    ['one more line', { ...payment, lines: [...payment.lines, { sku: 'b', count: 1 }] }],
    ['one more field in a line', { ...payment, lines: [{ sku: 'a', count: 2, price: eur('1.00') }] }],
    ['a part where any text was allowed', { ...payment, reason: { text: 'x', to: 'eve' } }],
    ['a list where any text was allowed', { ...payment, reason: ['x'] }],
    ['a field left out', { vendor: 'V-17', iban: 'DE02', amount: eur('1.00'), reason: 'x' }],
    ['no vendor at all', { iban: 'DE02', amount: eur('1.00'), reason: 'x', lines: payment.lines }],
    ['no number', { ...payment, lines: [{ sku: 'a', count: Number.NaN }] }],
    ['nothing at all', {}],
    ['no object', null],
  ])('%s does not fit', (_, input) => {
    expect(coversInput(granted, input)).toBe(false)
  })

  test('names with slashes, tildes and dots are names, not paths', () => {
    const patterns = proposePatterns({ 'a/b': 'x', 'c~d': 'y', 'e.f': 'z' })
    expect(patterns.map(({ path }) => path)).toEqual(['/a~1b', '/c~0d', '/e.f'])
    expect(coversInput(patterns, { a: { b: 'x' }, 'c~d': 'y', 'e.f': 'z' })).toBe(false)
    expect(coversInput(patterns, { 'a/b': 'x', 'c~d': 'y', e: { f: 'z' } })).toBe(false)
  })
})

test('what may be anything may also be missing; a whole part can be named as equal', () => {
  const { reason: _reason, ...rest } = payment
  expect(coversInput(granted, rest)).toBe(true)
  expect(coversInput([{ path: '/to', equals: { id: 1, tags: [] } }], { to: { tags: [], id: 1 } })).toBe(true)
  expect(coversInput([{ path: '/to', equals: { id: 1 } }], { to: { id: 1, cc: 2 } })).toBe(false)
})

test('one place has one pattern, and a path is a pointer', () => {
  expect(patternsSchema.safeParse([...granted, { path: '/vendor', any: true }]).success).toBe(false)
  expect(patternsSchema.safeParse([{ path: 'vendor', any: true }]).success).toBe(false)
  expect(patternsSchema.safeParse([{ path: '/vendor', any: true, equals: 1 }]).success).toBe(false)
  expect(patternsSchema.safeParse([]).success).toBe(false)
})

test('a proposal: ids and addresses stay, amounts are a limit, texts to be read are free', () => {
  expect(proposePatterns({ to: 'ada@example.test', subject: 'Hi', amount: eur('5.00'), urgent: false, tags: [] })).toEqual([
    { path: '/to', equals: 'ada@example.test' },
    { path: '/subject', any: true },
    { path: '/amount', atMost: eur('5.00') },
    { path: '/urgent', equals: false },
    { path: '/tags', equals: [] },
  ])
})

const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => typeof value === 'object' && value !== null && Object.keys(value).length > 0)
test('a proposal covers what it was made from, and no input with one leaf more', () => {
  fc.assert(
    fc.property(json, fc.string(), (input, more) => {
      const patterns = proposePatterns(input)
      expect(coversInput(patterns, input)).toBe(true)
      if (Array.isArray(input)) expect(coversInput(patterns, [...input, more])).toBe(false)
      else if (!Object.hasOwn(input as object, 'one more'))
        expect(coversInput(patterns, { ...(input as object), 'one more': more })).toBe(false)
    }),
  )
})
