import type { Database } from '../database.ts'
import { people, phone } from './people.ts'
import { products } from './products.ts'
import { createRandom, daysBefore } from './random.ts'
import { seedContacts } from './seed-contacts.ts'
import { seedOrders } from './seed-orders.ts'
import { seedTickets } from './seed-tickets.ts'

/** Fills an empty file with Acme's data. The same rows every time. */
export function seedData(db: Database): void {
  const random = createRandom(1842)
  for (const [index, person] of people.entries()) {
    db.run(
      'INSERT INTO customer (id, name, email, phone, company, city, country, currency, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[String(2001 + index), person.name, person.email, phone(index), person.company, person.city, person.country, person.currency],
      daysBefore(random.whole(400, 1500), random.whole(0, 600)),
    )
  }
  for (const { id, name, category, description, price, stock } of products) {
    db.run(
      'INSERT INTO product (id, name, category, description, price, stock) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      name,
      category,
      description,
      price,
      stock,
    )
  }
  seedOrders(db, random)
  seedTickets(db, random)
  seedContacts(db, random)
}
