import { Refusal } from '../refusal.ts'
import { changing } from '../route.ts'
import { id } from '../schemas.ts'
import { requireTicket, showState } from './tickets.ts'

export const closeTicket = changing<{ ticketId: string }>({
  tag: 'helpdesk',
  operationId: 'closeTicket',
  summary: 'Close a ticket',
  description: 'Closes a support ticket that is done. A closed ticket refuses changes until it is reopened.',
  method: 'POST',
  path: '/tickets/{ticketId}/close',
  parameters: { ticketId: id('Number of the ticket.', '88') },
  answer: 'TicketState',
  conflicts: 'The ticket is closed already.',
  takesKey: true,
  countersign: {
    effect: 'write',
    repeat: 'idempotent',
    examples: ['Close ticket {ticketId}', 'Ticket {ticketId} is done, close it', 'Mark ticket {ticketId} as solved'],
    label: 'Close ticket {input.ticketId}',
    preview: {
      read: { operation: 'getTicket', input: { ticketId: 'input.ticketId' } },
      summary: 'Close ticket {input.ticketId}: {before.subject}',
      changes: [{ path: 'status', label: 'Status', before: 'before.status', after: '"closed"' }],
      warnings: [{ when: 'before.status == "closed"', text: 'The ticket is closed already: the helpdesk will refuse this.' }],
    },
    undo: { operation: 'reopenTicket', input: { ticketId: 'input.ticketId' } },
    outside: false,
  },
  run: ({ ticketId }, { db, now }) => {
    const ticket = requireTicket(db, ticketId)
    if (ticket.status === 'closed') throw new Refusal(409, `Ticket ${ticketId} is closed already.`)
    db.run("UPDATE ticket SET status = 'closed', closed_at = ?1, updated_at = ?1 WHERE id = ?2", now, ticket.id)
    const body = showState(requireTicket(db, ticketId))
    return { body, effect: { summary: `Closed ticket ${ticket.id}`, ticketId: body.ticketId } }
  },
})
