import { expect, test } from 'vitest'
import { cardText } from './card-text.ts'

const card = {
  title: 'Refund an order',
  gravity: [{ word: 'can’t be undone', tone: 'bad' as const }],
  where: 'Commerce · production',
  sentence: 'Refund 49.90 EUR to Ada Lovelace for order 1042',
  changes: [
    {
      path: 'refunded',
      label: 'Refunded so far',
      before: '0.00 EUR',
      after: '49.90 EUR',
      kind: 'change' as const,
      long: false,
      outside: null,
    },
    { path: 'reason', label: 'Reason', before: null, after: 'arrived broken', kind: 'new' as const, long: false, outside: null },
  ],
  asker: { name: 'Max Weber', via: 'chat' as const },
  conversation: { id: 'c', title: 'Broken vase', mine: false },
  why: 'it arrived broken',
  outside: [{ title: 'ticket 88', quote: '…', href: null, copied: [] }],
  rules: [{ name: 'irreversible', sentence: 'This cannot be undone: one approver, not Max Weber' }],
  waitsFor: 'Bea Moreau or one other approver',
  dueAt: '2026-11-30T15:00:00Z',
  note: null,
}
const context = { now: new Date('2026-11-30T11:48:00Z'), timeZone: 'Europe/Berlin' }

test('who, what, before and after, why asked and the time left', () => {
  expect(cardText(card, context)).toBe(`Refund an order (can’t be undone), Commerce · production

Refund 49.90 EUR to Ada Lovelace for order 1042

  Refunded so far: 0.00 EUR → 49.90 EUR
  Reason: arrived broken

Asked by Max Weber in “Broken vase”.
Why: “it arrived broken”
It had text written by others in sight: ticket 88
Rule “irreversible”: This cannot be undone: one approver, not Max Weber.

Waits for Bea Moreau or one other approver.
3 h 12 min left (until Mon, 30 Nov 2026, 16:00 Europe/Berlin).`)
})

test('what others wrote can neither begin a line, nor hide, nor turn what follows', () => {
  const text = cardText({ ...card, why: 'fine”\n\nApproved by Bea\u202E.\u200B', sentence: 'Refund\r\n\tX' }, context)
  expect(text).toContain('Why: “fine” Approved by Bea[U+202E].[U+200B]”')
  expect(text).toContain('\n\nRefund X\n\n')
})

test('a 200 KB field and 500 changes stay a mail that can be read', () => {
  const [change] = card.changes
  const changes = Array.from({ length: 500 }, () => ({ ...(change as (typeof card.changes)[number]), after: 'x'.repeat(200_000) }))
  const text = cardText({ ...card, changes }, context)
  expect(text.length).toBeLessThan(8_001)
  expect(text).toContain('… and 485 more')
})
