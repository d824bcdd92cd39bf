import type { Database } from '../database.ts'
import { Refusal } from '../refusal.ts'

export interface TicketRow {
  id: number
  subject: string
  requester_name: string
  requester_email: string
  order_id: string | null
  status: string
  priority: string
  assignee: string | null
  tags: string
  created_at: string
  updated_at: string
  closed_at: string | null
}

export function requireTicket(db: Database, ticketId: string): TicketRow {
  const found = db.get<TicketRow>('SELECT * FROM ticket WHERE id = ?', Number(ticketId))
  if (found === undefined) throw new Refusal(404, `There is no ticket ${ticketId}.`)
  return found
}

/** The ticket, unless it is closed: a closed one refuses changes. */
export function requireChangeable(db: Database, ticketId: string): TicketRow {
  const ticket = requireTicket(db, ticketId)
  if (ticket.status === 'closed') throw new Refusal(409, `Ticket ${ticketId} is closed. Reopen it first.`)
  return ticket
}

/** Without anything that a customer wrote. */
export function showState(ticket: TicketRow) {
  return {
    ticketId: String(ticket.id),
    status: ticket.status,
    priority: ticket.priority,
    assignee: ticket.assignee,
    tags: JSON.parse(ticket.tags) as string[],
    requesterEmail: ticket.requester_email,
    orderId: ticket.order_id,
    createdAt: ticket.created_at,
    updatedAt: ticket.updated_at,
    closedAt: ticket.closed_at,
  }
}

export function showTicket(ticket: TicketRow) {
  return { ...showState(ticket), subject: ticket.subject, requesterName: ticket.requester_name }
}

export function addMessage(db: Database, message: { ticketId: number; kind: string; author: string; body: string; at: string }): number {
  const { ticketId, kind, author, body, at } = message
  return db.run('INSERT INTO ticket_message (ticket_id, kind, author, body, at) VALUES (?, ?, ?, ?, ?)', ticketId, kind, author, body, at)
}
