import type { Card } from '#lib/faces/card-data.ts'
import { moment, quiet, refund } from './fixtures.ts'

const said = { from: null, to: null, text: '', replyTo: null, at: moment(-30), mayAnswer: false } as const

/** The card with what was said about it, and one that puts another right. */
export const noteStates: { name: string; card: Card }[] = [
  {
    name: 'A question was asked and answered',
    card: {
      ...refund,
      notes: {
        ...quiet,
        mayAsk: true,
        mayRemind: true,
        whyNotRemind: 'They were reminded lately. Wait 42 min more.',
        handTo: [{ id: '0199a1b0-0000-7000-8000-0000000000f1', name: 'Ada Okafor' }],
        liesWith: 'Bea Moreau',
        items: [
          { ...said, id: 'n1', kind: 'handover', from: 'Ada Okafor', to: 'Bea Moreau', text: 'You know the customer.' },
          { ...said, id: 'n2', kind: 'question', from: 'Bea Moreau', to: 'Max Weber', text: 'Is there a photo of the damage?' },
          { ...said, id: 'n3', kind: 'answer', from: 'Max Weber', to: 'Bea Moreau', text: 'Yes, in ticket 88.', replyTo: 'n2' },
          { ...said, id: 'n4', kind: 'reminder', from: 'Max Weber', to: 'Bea Moreau' },
        ],
      },
    },
  },
  {
    name: 'I am asked something',
    card: {
      ...refund,
      mayDecide: false,
      mayReject: false,
      mayCancel: true,
      whyNot: 'You asked for it, so someone else has to sign.',
      notes: {
        ...quiet,
        mayRemind: true,
        items: [
          {
            ...said,
            id: 'n2',
            kind: 'question',
            from: 'Bea Moreau',
            to: 'Max Weber',
            text: 'Is there a photo of the damage?',
            mayAnswer: true,
          },
        ],
      },
    },
  },
  {
    name: 'Puts a rejected one right',
    card: {
      ...refund,
      corrects: {
        id: '0199a1b0-0000-7000-8000-000000000009',
        sentence: 'Refund 60.00 EUR to Ada Lovelace for order 1042',
        by: 'Bea Moreau',
        reason: 'Only the vase broke: make it 49.90 EUR.',
        differences: [{ path: 'amount', label: 'Amount', before: '60.00 EUR', after: '49.90 EUR' }],
      },
    },
  },
]
