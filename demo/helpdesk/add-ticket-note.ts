import { changing } from '../route.ts'
import { id, object, text as textSchema } from '../schemas.ts'
import { addMessage, requireChangeable } from './tickets.ts'

const author = 'Acme assistant'

export const addTicketNote = changing<{ ticketId: string; text: string }>({
  tag: 'helpdesk',
  operationId: 'addTicketNote',
  summary: 'Reply to a ticket internally',
  description: 'Adds an internal note to a ticket that is not closed. Colleagues see it, the customer does not.',
  method: 'POST',
  path: '/tickets/{ticketId}/notes',
  parameters: { ticketId: id('Number of the ticket.', '88') },
  body: object({ text: textSchema('What colleagues should know.', 10_000, 'The carrier has confirmed the damage.') }),
  status: 201,
  answer: 'InternalNote',
  conflicts: 'The ticket is closed.',
  takesKey: true,
  countersign: {
    effect: 'write',
    repeat: 'idempotent',
    examples: [
      'Add an internal note to ticket {ticketId}: {text}',
      'Reply internally to ticket {ticketId} that {text}',
      'Tell colleagues in ticket {ticketId} that {text}',
    ],
    label: 'Add the note',
    preview: {
      read: { operation: 'getTicket', input: { ticketId: 'input.ticketId' } },
      summary: 'Add an internal note to ticket {input.ticketId}: {before.subject}',
      changes: [{ path: 'text', label: 'Note', after: 'input.text' }],
      warnings: [{ when: 'before.status == "closed"', text: 'The ticket is closed: the helpdesk will refuse this. Reopen it first.' }],
    },
    undo: { possible: false, why: 'Notes stay in the history of a ticket. Add another one that corrects it.' },
    outside: false,
  },
  run: ({ ticketId, text }, { db, now }) => {
    const ticket = requireChangeable(db, ticketId)
    const id = addMessage(db, { ticketId: ticket.id, kind: 'internal', author, body: text, at: now })
    db.run('UPDATE ticket SET updated_at = ? WHERE id = ?', now, ticket.id)
    const body = { messageId: String(id), ticketId: String(ticket.id), kind: 'internal', author, body: text, at: now }
    return { body, effect: { summary: `Added an internal note to ticket ${ticket.id}`, ticketId: body.ticketId, text } }
  },
})
