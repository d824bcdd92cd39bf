import type { JsonSchema } from '../route.ts'
import { email, id, listOf, object, oneOf, optionalTime, ref, text, time } from '../schemas.ts'

export const ticketStatuses = ['open', 'pending', 'closed'] as const
export const priorities = ['low', 'normal', 'high', 'urgent'] as const

export const priority = oneOf(priorities, 'How urgent it is.')
export const assignee: JsonSchema = {
  type: ['string', 'null'],
  format: 'email',
  maxLength: 254,
  description: 'E-mail address of the colleague who looks after it; null: nobody yet.',
  examples: ['max.weber@acme.test'],
}
export const tags: JsonSchema = {
  type: 'array',
  maxItems: 10,
  items: { type: 'string', pattern: '^[a-z0-9-]{1,30}$' },
  description: 'Labels, in small letters.',
  examples: [['damage', 'vip']],
}

/** What Acme itself says about a ticket: no word of the customer's in it. */
const state = {
  ticketId: id('Number of the ticket.', '88'),
  status: oneOf(ticketStatuses, 'pending: waits for the customer. closed: nothing can be changed any more, until it is reopened.'),
  priority,
  assignee,
  tags,
  requesterEmail: email('E-mail address of who asked.'),
  orderId: { type: ['string', 'null'], description: 'The order it is about.' },
  createdAt: time('When it came in.'),
  updatedAt: time('When it changed last.'),
  closedAt: optionalTime('When it was closed.'),
}

const written = {
  ...state,
  subject: text('What it is about, as the customer wrote it.', 300),
  requesterName: text('Name of who asked.', 200),
}

export const helpdeskSchemas: Readonly<Record<string, JsonSchema>> = {
  TicketState: object(state),
  UpdatedTicket: object({
    ...state,
    previous: {
      ...object({ status: oneOf(['open', 'pending'], 'Status before.'), priority, assignee, tags }),
      description: 'How it was before this change.',
    },
  }),
  Ticket: object(written),
  TicketWithMessages: object({
    ...written,
    messages: { type: 'array', maxItems: 100, items: ref('TicketMessage'), description: 'Oldest first, the last 100.' },
  }),
  TicketList: listOf('Ticket', 'Tickets, those that changed last first.'),
  TicketMessage: object({
    messageId: id('Number of the message.', '1'),
    kind: oneOf(
      ['customer', 'reply', 'internal'],
      'customer: written by the customer. reply: sent to the customer. internal: seen by colleagues only.',
    ),
    author: text('Who wrote it.', 200),
    body: text('What was written.', 10_000),
    at: time('When it was written.'),
  }),
  InternalNote: object({
    messageId: id('Number of the message.', '1'),
    ticketId: id('Number of the ticket.', '88'),
    kind: { const: 'internal' },
    author: text('Who wrote it.', 200),
    body: text('What was written.', 10_000),
    at: time('When it was written.'),
  }),
}
