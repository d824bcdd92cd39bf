import { Refusal } from '../refusal.ts'
import { changing } from '../route.ts'
import { id, object, oneOf } from '../schemas.ts'
import { assignee, priority, tags } from './schemas.ts'
import { requireChangeable, requireTicket, showState } from './tickets.ts'

interface Input {
  ticketId: string
  status?: string
  priority?: string
  assignee?: string | null
  tags?: string[]
}

/** A field that was not changed is not put back: reading what is not there leaves it out. */
const restored = (field: string) => `has(input.${field}) ? output.previous.${field} : input.${field}`
const after = (field: string) => `has(input.${field}) ? input.${field} : before.${field}`

export const updateTicket = changing<Input>({
  tag: 'helpdesk',
  operationId: 'updateTicket',
  summary: 'Change a ticket',
  description:
    'Changes the priority, status (open or pending), assignee or tags of a ticket that is not closed. What is left out stays as it is.',
  method: 'PATCH',
  path: '/tickets/{ticketId}',
  parameters: { ticketId: id('Number of the ticket.', '88') },
  body: {
    ...object({ status: oneOf(['open', 'pending'], 'open, or pending while it waits for the customer.'), priority, assignee, tags }, [
      'status',
      'priority',
      'assignee',
      'tags',
    ]),
    minProperties: 1,
  },
  answer: 'UpdatedTicket',
  conflicts: 'The ticket is closed.',
  takesKey: true,
  countersign: {
    effect: 'write',
    repeat: 'idempotent',
    examples: [
      'Set the priority of ticket {ticketId} to {priority}',
      'Make ticket {ticketId} {priority}',
      'Assign ticket {ticketId} to {assignee}',
      'Set ticket {ticketId} to {status}',
    ],
    label: 'Change ticket {input.ticketId}',
    preview: {
      read: { operation: 'getTicket', input: { ticketId: 'input.ticketId' } },
      summary: 'Change ticket {input.ticketId}: {before.subject}',
      changes: [
        { path: 'status', label: 'Status', before: 'before.status', after: after('status') },
        { path: 'priority', label: 'Priority', before: 'before.priority', after: after('priority') },
        { path: 'assignee', label: 'Assignee', before: 'before.assignee', after: after('assignee') },
        { path: 'tags', label: 'Tags', before: 'before.tags', after: after('tags') },
      ],
      warnings: [{ when: 'before.status == "closed"', text: 'The ticket is closed: the helpdesk will refuse this. Reopen it first.' }],
    },
    undo: {
      operation: 'updateTicket',
      input: {
        ticketId: 'input.ticketId',
        status: restored('status'),
        priority: restored('priority'),
        assignee: restored('assignee'),
        tags: restored('tags'),
      },
    },
    outside: false,
  },
  run: (input, { db, now }) => {
    const { ticketId, ...changes } = input
    const ticket = requireChangeable(db, ticketId)
    if (typeof changes.assignee === 'string' && !changes.assignee.toLowerCase().endsWith('@acme.test')) {
      throw new Refusal(422, 'A ticket can only be assigned to a colleague: an address at acme.test.', [
        { path: 'assignee', message: 'is not a colleague' },
      ])
    }
    const { status, priority: urgency, assignee: colleague, tags: labels } = showState(ticket)
    const previous = { status, priority: urgency, assignee: colleague, tags: labels }
    const next = { ...previous, ...changes }
    db.run(
      'UPDATE ticket SET status = ?, priority = ?, assignee = ?, tags = ?, updated_at = ? WHERE id = ?',
      ...[next.status, next.priority, next.assignee, JSON.stringify(next.tags), now, ticket.id],
    )
    const body = { ...showState(requireTicket(db, ticketId)), previous }
    return { body, effect: { summary: `Changed ticket ${ticket.id}`, ticketId: body.ticketId, ...changes } }
  },
})
