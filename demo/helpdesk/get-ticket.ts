import { reading } from '../route.ts'
import { id } from '../schemas.ts'
import { requireTicket, showTicket } from './tickets.ts'

export const getTicket = reading<{ ticketId: string }>({
  tag: 'helpdesk',
  operationId: 'getTicket',
  summary: 'Read a ticket',
  description: 'One support ticket by its number, with its messages: what the customer wrote, what was answered, and internal notes.',
  path: '/tickets/{ticketId}',
  parameters: { ticketId: id('Number of the ticket.', '88') },
  answer: 'TicketWithMessages',
  countersign: {
    effect: 'read',
    examples: ['Read ticket {ticketId}', 'What does ticket {ticketId} say?', 'Show me ticket {ticketId}', 'Summarise ticket {ticketId}'],
    outside: true,
  },
  run: ({ ticketId }, { db }) => {
    const ticket = requireTicket(db, ticketId)
    const messages = db.all(
      `SELECT * FROM (SELECT CAST(id AS TEXT) AS messageId, kind, author, body, at FROM ticket_message WHERE ticket_id = ? ORDER BY id DESC LIMIT 100)
       ORDER BY CAST(messageId AS INTEGER)`,
      ticket.id,
    )
    return { ...showTicket(ticket), messages }
  },
})
