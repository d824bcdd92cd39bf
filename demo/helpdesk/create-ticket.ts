import { changing } from '../route.ts'
import { email, object, text } from '../schemas.ts'
import { priority } from './schemas.ts'
import { addMessage, requireTicket, showState } from './tickets.ts'

interface Input {
  subject: string
  body: string
  requesterEmail: string
  priority?: string
}

export const createTicket = changing<Input>({
  tag: 'helpdesk',
  operationId: 'createTicket',
  summary: 'Open a ticket',
  description: 'Opens a new support ticket on behalf of a person, with a subject and what it is about. The person is not written to.',
  method: 'POST',
  path: '/tickets',
  body: object(
    {
      subject: text('What it is about, in one line.', 300, 'Vase arrived broken'),
      body: text('What happened, in full.', 10_000, 'The vase of order 1042 arrived in pieces.'),
      requesterEmail: email('E-mail address of the person it is for.'),
      priority: { ...priority, default: 'normal' },
    },
    ['priority'],
  ),
  status: 201,
  answer: 'TicketState',
  takesKey: true,
  countersign: {
    effect: 'write',
    repeat: 'idempotent',
    examples: [
      'Open a ticket for {requesterEmail}: {subject}',
      'Create a {priority} ticket for {requesterEmail} about {subject}: {body}',
      'File a support ticket "{subject}" for {requesterEmail}',
    ],
    label: 'Open the ticket',
    preview: {
      summary: 'Open a ticket for {input.requesterEmail}: {input.subject}',
      changes: [
        { path: 'subject', label: 'Subject', after: 'input.subject' },
        { path: 'body', label: 'Text', after: 'input.body' },
        { path: 'requesterEmail', label: 'For', after: 'input.requesterEmail' },
        { path: 'priority', label: 'Priority', after: 'has(input.priority) ? input.priority : "normal"' },
      ],
    },
    undo: { operation: 'closeTicket', input: { ticketId: 'output.ticketId' } },
    outside: false,
  },
  run: (input, { db, now }) => {
    const { subject, body, requesterEmail } = input
    const known = db.get<{ name: string }>('SELECT name FROM contact WHERE email = ?', requesterEmail)
    const name = known?.name ?? requesterEmail
    const id = db.run(
      `INSERT INTO ticket (subject, requester_name, requester_email, order_id, status, priority, assignee, tags, created_at, updated_at, closed_at)
       VALUES (?1, ?2, ?3, NULL, 'open', ?4, NULL, '[]', ?5, ?5, NULL)`,
      ...[subject, name, requesterEmail, input.priority ?? 'normal', now],
    )
    addMessage(db, { ticketId: id, kind: 'customer', author: name, body, at: now })
    const ticket = showState(requireTicket(db, String(id)))
    return {
      body: ticket,
      effect: { summary: `Opened ticket ${id}: ${subject}`, ticketId: ticket.ticketId, subject, requesterEmail, priority: ticket.priority },
    }
  },
})
