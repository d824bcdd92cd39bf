import { reading } from '../route.ts'
import { email, id, limit, oneOf, text } from '../schemas.ts'
import { holdsWords } from '../words.ts'
import { priority, ticketStatuses } from './schemas.ts'
import { showTicket, type TicketRow } from './tickets.ts'

interface Filters {
  status?: string
  priority?: string
  requesterEmail?: string
  orderId?: string
  query?: string
  limit?: number
}

export const listTickets = reading<Filters>({
  tag: 'helpdesk',
  operationId: 'listTickets',
  summary: 'List tickets',
  description: 'Support tickets, those that changed last first: all, or by status, priority, who asked, order, or words of the subject.',
  path: '/tickets',
  parameters: {
    status: oneOf(ticketStatuses, 'Only tickets with this status.'),
    priority: { ...priority, description: 'Only tickets of this priority.' },
    requesterEmail: email('Only tickets of this person.'),
    orderId: id('Only tickets about this order.', '1042'),
    query: text('Only tickets with these words in the subject.', 200, 'broken'),
    limit,
  },
  answer: 'TicketList',
  countersign: {
    effect: 'read',
    examples: [
      'List the {status} tickets',
      'Which tickets are {priority}?',
      'Show the tickets of {requesterEmail}',
      'Are there tickets about order {orderId}?',
    ],
    outside: true,
  },
  run: (filters, { db }) => {
    const { query, limit: most = 20 } = filters
    const found = db
      .all<TicketRow>(
        `SELECT * FROM ticket WHERE (?1 IS NULL OR status = ?1) AND (?2 IS NULL OR priority = ?2) AND (?3 IS NULL OR requester_email = ?3)
         AND (?4 IS NULL OR order_id = ?4) ORDER BY updated_at DESC, id DESC`,
        ...[filters.status ?? null, filters.priority ?? null, filters.requesterEmail ?? null, filters.orderId ?? null],
      )
      .filter(({ subject }) => query === undefined || holdsWords(subject, query))
    return { items: found.slice(0, most).map(showTicket), total: found.length }
  },
})
