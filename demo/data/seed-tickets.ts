import type { Database } from '../database.ts'
import { people } from './people.ts'
import { daysBefore, type Random } from './random.ts'
import { internalNotes, replies, specialTickets, type TicketText, ticketTexts } from './ticket-texts.ts'

const firstTicket = 51
const lastTicket = 120
const colleagues = ['Max Weber', 'Bea Moreau', 'Ada Okafor']

interface NewTicket {
  id: number
  text: TicketText
  requester: { name: string; email: string }
  orderId: string | null
  status: string
  createdAt: string
  daysAgo: number
}

/** Tickets 51 to 120 with what customers wrote, what was answered and what colleagues noted. */
export function seedTickets(db: Database, random: Random): void {
  for (let id = firstTicket; id <= lastTicket; id += 1) {
    const daysAgo = (lastTicket - id) * 0.55 + 1
    const createdAt = daysBefore(daysAgo, random.whole(0, 300))
    const special = specialTickets[id]
    if (special !== undefined) {
      const requester = special.person === null ? customerOf(db, special.orderId ?? '') : requirePerson(special.person)
      insertTicket(db, random, { id, text: special, requester, orderId: special.orderId, status: special.status, createdAt, daysAgo })
      continue
    }
    // Nobody writes about an order before it was placed.
    const newest = Math.min(1110, Math.floor(1121 - (daysAgo + 4) / 0.6))
    const orderId = String(random.whole(newest - 30, newest))
    const status = id < 85 && random.chance(0.7) ? 'closed' : random.pick(['open', 'open', 'pending', 'closed'])
    insertTicket(db, random, {
      id,
      text: random.pick(ticketTexts),
      requester: customerOf(db, orderId),
      orderId,
      status,
      createdAt,
      daysAgo,
    })
  }
}

function insertTicket(db: Database, random: Random, { id, text, requester, orderId, status, createdAt, daysAgo }: NewTicket): void {
  const fill = (words: string) => words.replaceAll('{order}', orderId ?? '').replaceAll('{name}', requester.name)
  const answered = status !== 'open' || random.chance(0.2)
  const changedAt = answered ? daysBefore(daysAgo - 0.5, random.whole(301, 400)) : createdAt
  const colleague = random.pick(colleagues)
  const assignee = answered ? `${colleague.toLowerCase().replace(' ', '.')}@acme.test` : null
  db.run(
    `INSERT INTO ticket (id, subject, requester_name, requester_email, order_id, status, priority, assignee, tags, created_at, updated_at, closed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[
      id,
      text.subject,
      requester.name,
      requester.email,
      orderId,
      status,
      text.priority,
      assignee,
      JSON.stringify(text.tags),
      createdAt,
      changedAt,
    ],
    status === 'closed' ? changedAt : null,
  )
  const write = (kind: string, author: string, body: string, at: string) =>
    db.run('INSERT INTO ticket_message (ticket_id, kind, author, body, at) VALUES (?, ?, ?, ?, ?)', id, kind, author, body, at)
  write('customer', requester.name, fill(text.body), createdAt)
  if (answered && random.chance(0.4)) write('internal', colleague, random.pick(internalNotes), changedAt)
  if (answered) write('reply', colleague, random.pick(replies), changedAt)
}

function requirePerson(index: number): { name: string; email: string } {
  const person = people[index]
  if (person === undefined) throw new Error(`there is no person ${index} in the demo's data`)
  return person
}

function customerOf(db: Database, orderId: string): { name: string; email: string } {
  const found = db.get<{ name: string; email: string }>(
    'SELECT name, email FROM customer WHERE id = (SELECT customer_id FROM orders WHERE id = ?)',
    orderId,
  )
  if (found === undefined) throw new Error(`there is no order ${orderId} in the demo's data`)
  return found
}
