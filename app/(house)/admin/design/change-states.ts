import type { Card } from '#lib/faces/card-data.ts'
import { mail, moment, refund } from './fixtures.ts'

const signed = {
  name: 'Bea Moreau',
  onBehalfOf: null,
  at: moment(-12),
  comment: 'As agreed on the phone.',
  byKey: false,
  signed: false,
  void: false,
}
const amount = { path: 'amount', label: 'Amount', before: '40.00 EUR', after: '49.90 EUR' }
const rows =
  'Dear Ada,\n\nwe are sorry that your vase arrived broken. A new one is on its way and should be with you by the end of the week. '

/** The card after somebody changed what is sent. */
export const changeStates: { name: string; card: Card }[] = [
  {
    name: 'Changed by another approver, waits for me',
    card: {
      ...refund,
      note: 'Changed by Bea Moreau.',
      decisions: [{ ...signed, verdict: 'edit' }],
      edit: { by: 'Bea Moreau', onBehalfOf: null, differences: [amount], secret: false },
    },
  },
  {
    name: 'Lowered by an approver, and done',
    card: {
      ...refund,
      status: 'succeeded',
      mayDecide: false,
      mayReject: false,
      mayGrant: false,
      dueAt: null,
      waitsFor: null,
      attempts: 1,
      settledAt: moment(-11),
      result: 'Refund R-2207',
      decisions: [
        { ...signed, verdict: 'edit' },
        { ...signed, verdict: 'approve', at: moment(-11) },
      ],
      edit: {
        by: 'Bea Moreau',
        onBehalfOf: 'Ines Duarte',
        differences: [{ ...amount, before: '60.00 EUR' }],
        secret: false,
      },
    },
  },
  {
    name: 'Much was changed: a long text, something left out, a secret',
    card: {
      ...mail,
      after: [],
      note: 'Changed by Bea Moreau.',
      decisions: [{ ...signed, verdict: 'edit' }],
      edit: {
        by: 'Bea Moreau',
        onBehalfOf: null,
        differences: [
          { path: 'body', label: 'Body', before: `${rows}Max`, after: `${rows}We have refunded 49.90 EUR as well.\n\nAcme` },
          { path: 'cc.0', label: 'Cc 0', before: 'billing@pаypal.example', after: null },
          { path: 'subject', label: 'Subject', before: null, after: 'Your broken vase, order 1042' },
        ],
        secret: true,
      },
    },
  },
  {
    name: 'Only a secret was changed',
    card: {
      ...refund,
      note: 'Changed by Bea Moreau.',
      decisions: [{ ...signed, verdict: 'edit' }],
      edit: { by: 'Bea Moreau', onBehalfOf: null, differences: [], secret: true },
    },
  },
]
