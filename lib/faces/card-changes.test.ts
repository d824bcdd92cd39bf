import { describe, expect, test } from 'vitest'
import { changesOf, inputOf } from './card-changes.ts'

const none = new Map<string, { title: string; text: string }>()
const preview = (...changes: { path: string; label: string; before: null | string; after: null | string }[]) => ({
  summary: '',
  changes,
  warnings: [],
})
const row = (path: string, after: string | null, before: string | null = null) => ({ path, label: path, before, after })
const sent = (input: unknown, sentence: string, ...rows: ReturnType<typeof row>[]) =>
  changesOf(preview(...rows), input, sentence, none)
    .filter(({ kind }) => kind === 'sent')
    .map(({ path }) => path)

describe('nothing is signed unseen: what no row and no sentence says has a row of its own', () => {
  const input = { to: 'ada@example.test', bcc: 'eve@evil.test', body: 'hello' }
  test('a field that the preview leaves out', () => {
    expect(sent(input, 'Send an e-mail to ada@example.test', row('body', 'hello'))).toEqual(['bcc'])
  })
  test('a value inside another word of the sentence is not said', () => {
    expect(sent({ id: '105' }, 'Refund order 1051')).toEqual(['id'])
    expect(sent({ id: '1051' }, 'Refund order 1051.')).toEqual([])
  })
  test('a row of the same path says it, with all that is in it', () => {
    expect(sent({ items: [{ sku: 'a-long-one' }], note: null }, 'Order', row('items', 'three things'))).toEqual([])
  })
  test('a row with the same value says it, a value of one letter does not', () => {
    expect(sent({ amount: '49.90 EUR', flag: 'x' }, 'Refund', row('refunded', '49.90 EUR'), row('other', 'x'))).toEqual(['flag'])
  })
  test('nothing where there is no preview yet', () => expect(changesOf(null, { a: 'bcde' }, 'x', none)).toEqual([]))
})

describe('what is long is folded', () => {
  test.each([
    ['many characters', 'x'.repeat(241), true],
    ['many lines that push all else out of sight', '\n'.repeat(13), true],
    ['a short text', 'x\ny', false],
  ])('%s', (_what, after, long) => expect(changesOf(preview(row('a', after)), {}, '', none)[0]?.long).toBe(long))
})

describe('a value from outside content is named with its source', () => {
  const outside = new Map([['amount', { title: 'ticket 88', text: '9,999.00 EUR' }]])
  const input = { amount: { amount: '9999.00', currency: 'EUR' }, orderId: '1051' }
  test('on the row that shows it, whatever its path', () => {
    const rows = changesOf(preview(row('refunded', '9,999.00 EUR', '0.00 EUR'), row('status', 'refunded')), input, '', outside)
    expect(rows.map((one) => [one.path, one.outside])).toEqual([
      ['refunded', 'ticket 88'],
      ['status', null],
      ['orderId', null],
    ])
  })
  test('in everything that is sent', () => {
    expect(inputOf(input, outside).map((one) => one.outside)).toEqual(['ticket 88', null])
  })
  test('no longer, once an edit has changed it', () => {
    expect(inputOf({ ...input, amount: { amount: '10.00', currency: 'EUR' } }, outside)[0]?.outside).toBeNull()
  })
})
