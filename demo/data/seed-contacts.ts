import type { Database } from '../database.ts'
import { people, phone } from './people.ts'
import { daysBefore, type Random } from './random.ts'

const owners = ['max.weber@acme.test', 'bea.moreau@acme.test', 'ada.okafor@acme.test']

const notes = [
  'Prefers to be called in the morning.',
  'Asked for an invoice with the VAT number on it.',
  "Doesn't want the newsletter; unsubscribed by hand.",
  'Möchte Lieferungen nur samstags, Hintereingang.',
  'Very happy with the teapot, may be quoted 🎁.',
  'يفضّل التواصل بالعربية.',
  'Orders for the whole team before the holidays.',
  'Paid late twice, then always on time.',
  'Met at the fair in Köln; interested in the “Kreide” series.',
  'Moved house in spring, old address is no longer valid.',
  'Wants to hear from us when the copper saucepan is back.',
  'Complained about the packaging; we promised paper instead of foil.',
]

/** Contacts 501 to 580, one for each customer, and notes about most of them. */
export function seedContacts(db: Database, random: Random): void {
  for (const [index, person] of people.entries()) {
    const limit = person.company === null ? random.whole(0, 5) * 10_000 : random.whole(2, 20) * 50_000
    db.run(
      `INSERT INTO contact (id, customer_id, name, email, phone, company, job_title, city, country, currency, credit_limit, owner, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[String(501 + index), String(2001 + index), person.name, person.email, phone(index), person.company, person.jobTitle],
      ...[person.city, person.country, person.currency, limit, random.pick(owners), daysBefore(random.whole(5, 300), random.whole(0, 500))],
    )
    for (let count = random.whole(0, 2); count > 0; count -= 1) {
      db.run(
        'INSERT INTO note (contact_id, text, author, reference, created_at, deleted_at) VALUES (?, ?, ?, NULL, ?, NULL)',
        ...[
          String(501 + index),
          random.pick(notes),
          random.pick(['Max Weber', 'Bea Moreau', 'Ada Okafor']),
          daysBefore(random.whole(5, 300), random.whole(0, 500)),
        ],
      )
    }
  }
}
