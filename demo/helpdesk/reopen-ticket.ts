import { Refusal } from '../refusal.ts'
import { changing } from '../route.ts'
import { id } from '../schemas.ts'
import { requireTicket, showState } from './tickets.ts'

export const reopenTicket = changing<{ ticketId: string }>({
  tag: 'helpdesk',
  operationId: 'reopenTicket',
  summary: 'Reopen a ticket',
  description: 'Opens a closed support ticket again, so that it can be worked on.',
  method: 'POST',
  path: '/tickets/{ticketId}/reopen',
  parameters: { ticketId: id('Number of the ticket.', '88') },
  answer: 'TicketState',
  conflicts: 'The ticket is not closed.',
  takesKey: true,
  countersign: {
    effect: 'write',
    repeat: 'idempotent',
    examples: ['Reopen ticket {ticketId}', 'Open ticket {ticketId} again', 'Ticket {ticketId} is not solved after all'],
    label: 'Reopen ticket {input.ticketId}',
    preview: {
      read: { operation: 'getTicket', input: { ticketId: 'input.ticketId' } },
      summary: 'Reopen ticket {input.ticketId}: {before.subject}',
      changes: [{ path: 'status', label: 'Status', before: 'before.status', after: '"open"' }],
      warnings: [{ when: 'before.status != "closed"', text: 'The ticket is not closed: the helpdesk will refuse this.' }],
    },
    undo: { operation: 'closeTicket', input: { ticketId: 'input.ticketId' } },
    outside: false,
  },
  run: ({ ticketId }, { db, now }) => {
    const ticket = requireTicket(db, ticketId)
    if (ticket.status !== 'closed') throw new Refusal(409, `Ticket ${ticketId} is not closed.`)
    db.run("UPDATE ticket SET status = 'open', closed_at = NULL, updated_at = ? WHERE id = ?", now, ticket.id)
    const body = showState(requireTicket(db, ticketId))
    return { body, effect: { summary: `Reopened ticket ${ticket.id}`, ticketId: body.ticketId } }
  },
})
