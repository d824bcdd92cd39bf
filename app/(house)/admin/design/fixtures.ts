import type { Card } from '#lib/faces/card-data.ts'

const minute = 60_000

/** A moment that many minutes from the start of this hour, so that server and browser agree. */
export function moment(minutes: number): string {
  const hour = Math.floor(Date.now() / (60 * minute)) * 60 * minute
  return new Date(hour + minutes * minute).toISOString()
}

const digest = 'sha256:3f9a07c18e5d4b21a9c6f07734d1be90c5e2a8d6f4b39107e6d2c8a51b4470c2'

/** Nothing was said, and nothing may be. */
export const quiet: Card['notes'] = { items: [], mayAsk: false, handTo: [], mayRemind: false, whyNotRemind: null, liesWith: null }

const editSchema = {
  type: 'object',
  required: ['orderId', 'amount', 'reason'],
  properties: {
    orderId: { type: 'string', maxLength: 20, description: 'The number on the receipt' },
    amount: {
      type: 'object',
      required: ['amount', 'currency'],
      properties: { amount: { type: 'string' }, currency: { type: 'string', enum: ['EUR', 'CHF', 'GBP'] } },
      description: 'At most what was paid and not refunded yet',
    },
    reason: { type: 'string' },
    restock: { type: 'boolean' },
    priority: { enum: ['low', 'normal', 'high'] },
    parcels: { type: 'integer', minimum: 1, maximum: 9 },
    bookedOn: { type: 'string', format: 'date' },
    tags: { type: 'array', items: { type: 'string' } },
  },
}

/** A refund that waits for the reader. */
export const refund: Card = {
  id: '0199a1b0-0000-7000-8000-000000000001',
  digest,
  status: 'awaiting_approval',
  operation: 'commerce.refund_order',
  effect: 'irreversible',
  title: 'Refund an order',
  where: 'Commerce · production',
  environment: 'production',
  gravity: [{ word: 'can’t be undone', tone: 'bad' }],
  sentence: 'Refund 49.90 EUR to Ada Lovelace for order 1042',
  label: 'Refund 49.90 EUR',
  changes: [
    { path: 'refunded', label: 'Refunded so far', before: '0.00 EUR', after: '49.90 EUR', kind: 'change', long: false, outside: null },
    { path: 'status', label: 'Order status', before: 'delivered', after: 'partly refunded', kind: 'change', long: false, outside: null },
    { path: 'reason', label: 'Reason', before: null, after: 'arrived broken', kind: 'new', long: false, outside: null },
  ],
  input: [
    { path: 'orderId', text: '1042', outside: null },
    { path: 'amount', text: '49.90 EUR', outside: null },
    { path: 'reason', text: 'arrived broken', outside: null },
  ],
  asker: { name: 'Max Weber', via: 'chat' },
  conversation: { id: 'c1', title: 'Broken vase', mine: true },
  why: 'it arrived broken',
  outside: [],
  rules: [
    { name: 'irreversible', sentence: 'one approver, not Max' },
    { name: 'money above 25 EUR', sentence: 'the same' },
  ],
  cost: null,
  similar: { sentence: 'The last 5 like this: 4 approved, 1 changed', href: '/actions?operation=commerce.refund_order' },
  model: { label: 'the built-in rules model', confidence: 0.92 },
  quorum: null,
  waitsFor: 'Bea Moreau or one other approver',
  dueAt: moment(252),
  note: null,
  held: null,
  after: [],
  mayDecide: true,
  mayReject: true,
  mayGrant: true,
  grant: null,
  whyNot: null,
  mayCancel: false,
  mayRetry: false,
  mayResolve: false,
  mayUndo: false,
  whyNotUndo: null,
  undo: null,
  takesBack: null,
  corrects: null,
  edit: null,
  notes: quiet,
  stepUp: null,
  decisions: [],
  attempts: 0,
  settledAt: null,
  result: null,
  error: null,
  known: null,
  editSchema,
  inputValue: { orderId: '1042', amount: { amount: '49.90', currency: 'EUR' }, reason: 'arrived broken' },
  createdAt: moment(-20),
}

/** A mail that goes out after the refund. */
export const mail: Card = {
  ...refund,
  id: '0199a1b0-0000-7000-8000-000000000002',
  digest: 'sha256:91d04c7ab2f6e83d5a70c4419be2d7f86135ac90de7b4f2268a1c3d09e57f1aa',
  operation: 'mail.send',
  title: 'Send an e-mail',
  where: 'Mail',
  sentence: 'Tell Ada Lovelace that we are sorry',
  label: 'Send the e-mail',
  changes: [
    { path: 'to', label: 'To', before: null, after: 'ada@example.test', kind: 'new', long: false, outside: null },
    { path: 'subject', label: 'Subject', before: null, after: 'Your broken vase, order 1042', kind: 'new', long: false, outside: null },
    {
      path: 'body',
      label: 'Text',
      before: null,
      after: 'Dear Ada,\n\nwe are sorry that your vase arrived broken. We have refunded 49.90 EUR.\n\nAcme',
      kind: 'new',
      long: false,
      outside: null,
    },
  ],
  why: 'tell the customer we are sorry',
  rules: [{ name: 'irreversible', sentence: 'one approver, not Max' }],
  after: [{ id: refund.id, sentence: refund.sentence, status: 'awaiting_approval' }],
}
