import type { ReviewData } from '#components/review/review-data.ts'
import { moment } from './fixtures.ts'

const schema: ReviewData['schema'] = {
  type: 'object',
  required: ['order', 'parcels', 'pickUpOn'],
  properties: {
    order: { enum: ['1042', '1043', 'none of them'] },
    parcels: { type: 'integer', minimum: 1, maximum: 9, description: 'As many as stand at the dock' },
    pickUpOn: { type: 'string', format: 'date' },
    worth: {
      type: 'object',
      required: ['amount', 'currency'],
      properties: { amount: { type: 'string' }, currency: { type: 'string', enum: ['EUR', 'CHF'] } },
    },
    insured: { type: 'boolean' },
    note: { type: 'string' },
  },
}

const waiting: ReviewData = {
  id: '0199a1b0-0000-7000-8000-0000000000a1',
  title: 'Which order do these parcels belong to?',
  question: 'The label is torn. The carrier picks up what has an answer by noon.',
  schema,
  context: [
    { label: 'Mail', value: 'Good morning,\n\nthe parcels with the torn label are still at the dock. Whose are they?\n\nRuth' },
    { label: 'Seen on the label', value: '…42, Amsterdam' },
  ],
  owner: { name: 'Max Weber' },
  status: 'waiting',
  answer: null,
  comment: null,
  answeredBy: null,
  answeredAt: null,
  waitingSince: moment(-40),
  dueAt: moment(200),
  mayAnswer: true,
  whyNot: null,
}
const idle = { mayAnswer: false, whyNot: 'It does not wait for an answer any more.' }
const log = Array.from({ length: 40 }, (_, line) => `08:${String(line).padStart(2, '0')} scanned at gate ${(line % 4) + 1}`).join('\n')

/** What stands on it as soon as it is sent as it is. */
export const refusedReview: ReviewData = { ...waiting, id: `${waiting.id}-refused`, context: [] }

/** The question of a run in each of its states. */
export const reviewStates: { name: string; review: ReviewData }[] = [
  { name: 'Waits for my answer', review: { ...waiting, context: [...waiting.context, { label: 'Scanner', value: log }] } },
  {
    name: 'Waits for someone else',
    review: { ...waiting, dueAt: null, mayAnswer: false, whyNot: 'Your run asks, so someone else has to answer.' },
  },
  {
    name: 'Answered',
    review: {
      ...waiting,
      ...idle,
      status: 'answered',
      answer: { order: '1042', parcels: 3, insured: true },
      comment: 'The sender’s stamp is on the third one.',
      answeredBy: { name: 'Bea Moreau' },
      answeredAt: moment(-4),
    },
  },
  { name: 'Expired', review: { ...waiting, ...idle, status: 'expired', dueAt: moment(-2) } },
  { name: 'Ended with its run', review: { ...waiting, ...idle, status: 'cancelled' } },
  {
    name: 'Markup and hidden characters in it',
    review: {
      ...waiting,
      question: 'Is this the same customer as billing@pаypal.example?',
      context: [
        { label: 'Mail', value: '<b>Hello</b> <img src=x onerror=alert(1)>\n<a href="https://evil.test">pay here</a>' },
        { label: 'File\u200B name', value: 'invoice_\u202Efdp.exe\u200B' },
      ],
      schema: { type: 'object', required: ['same'], properties: { same: { enum: ['yes', 'no'] } } },
    },
  },
]
