import type { Database } from '../database.ts'
import { people } from './people.ts'
import { type Product, products } from './products.ts'
import { daysBefore, type Random } from './random.ts'

/** Paid, delivered, 60.00 EUR or more, nothing refunded. */
const sureOrders = { from: 1042, to: 1061 }
const shipping = 490
const carriers = ['DHL', 'DPD', 'GLS', 'An Post', 'La Poste']
const refundReasons = [
  'one glass was missing',
  'arrived scratched',
  'came too late for the birthday 🎁',
  'wrong colour',
  "didn't fit the shelf",
  'Kunde unzufrieden, Kulanz',
]

interface Line {
  product: Product
  quantity: number
}

/** Orders 1001 to 1120 with their lines, parcels, invoices and earlier refunds. */
export function seedOrders(db: Database, random: Random): void {
  const inEuros = people.flatMap((person, index) => (person.currency === 'EUR' && index !== 0 ? [index] : []))
  for (let number = 1001; number <= 1120; number += 1) {
    const sure = number >= sureOrders.from && number <= sureOrders.to
    const customer = number === 1042 || number === 1007 ? 0 : sure ? random.pick(inEuros) : random.whole(1, people.length - 1)
    const lines = number === 1042 ? [{ product: products[0] as Product, quantity: 1 }] : pickLines(random, sure ? 6000 : 0)
    const status = sure ? 'delivered' : pickStatus(number, random)
    const daysAgo = Math.max(1, (1121 - number) * 0.6)
    insertOrder(db, random, { id: String(number), customer, lines, status, daysAgo })
  }
}

function pickLines(random: Random, atLeast: number): Line[] {
  const lines: Line[] = []
  const wanted = random.whole(1, 3)
  while (lines.length < wanted || goodsOf(lines) < atLeast) {
    const product = random.pick(products)
    if (!lines.some((line) => line.product === product)) lines.push({ product, quantity: random.whole(1, 2) })
  }
  return lines
}

/** The newest are still on their way; of the older ones, some were given back. */
function pickStatus(number: number, random: Random): string {
  if (number === 1007) return 'delivered'
  if (number >= 1112) return random.pick(['pending', 'paid', 'paid'])
  if (number >= 1100) return random.pick(['shipped', 'shipped', 'paid', 'delivered'])
  return random.pick(['delivered', 'delivered', 'delivered', 'delivered', 'partly_refunded', 'refunded', 'cancelled', 'pending'])
}

function insertOrder(
  db: Database,
  random: Random,
  { id, customer, lines, status, daysAgo }: { id: string; customer: number; lines: readonly Line[]; status: string; daysAgo: number },
): void {
  const currency = people[customer]?.currency ?? 'EUR'
  const total = goodsOf(lines) + shipping
  const paid = status === 'pending' || (status === 'cancelled' && random.chance(0.5)) ? 0 : total
  const refunded = status === 'refunded' || status === 'cancelled' ? paid : status === 'partly_refunded' ? Math.round(total / 300) * 100 : 0
  const credited = status === 'cancelled' ? total : refunded
  const reason = random.pick(refundReasons)
  const placedAt = daysBefore(daysAgo, random.whole(0, 400))
  const changedAt = daysBefore(daysAgo * 0.8, random.whole(401, 500))
  db.run(
    `INSERT INTO orders (id, customer_id, status, currency, shipping, total, paid, refunded, credited, placed_at, updated_at, cancel_reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, String(2001 + customer), status, currency, shipping, total, paid, refunded, credited, placedAt, changedAt],
    status === 'cancelled' ? 'ordered twice by mistake' : null,
  )
  for (const { product, quantity } of lines) {
    db.run(
      'INSERT INTO order_line (order_id, product_id, name, quantity, price) VALUES (?, ?, ?, ?, ?)',
      id,
      product.id,
      product.name,
      quantity,
      product.price,
    )
  }
  db.run(
    'INSERT INTO invoice (id, order_id, issued_at, due_at) VALUES (?, ?, ?, ?)',
    String(49_000 + Number(id)),
    id,
    placedAt,
    daysBefore(daysAgo - 14),
  )
  if (refunded > 0) {
    db.run(
      'INSERT INTO refund (order_id, amount, reason, reference, created_at) VALUES (?, ?, ?, NULL, ?)',
      id,
      refunded,
      reason,
      changedAt,
    )
  }
  if (['shipped', 'delivered', 'partly_refunded', 'refunded'].includes(status)) insertShipment(db, random, { id, status, daysAgo })
}

function insertShipment(db: Database, random: Random, { id, status, daysAgo }: { id: string; status: string; daysAgo: number }): void {
  const state = status !== 'shipped' ? 'delivered' : random.chance(0.1) ? 'lost' : 'in_transit'
  const deliveredAt = state === 'delivered' ? daysBefore(daysAgo * 0.85, random.whole(0, 300)) : null
  db.run(
    'INSERT INTO shipment (id, order_id, carrier, tracking, status, shipped_at, delivered_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ...[
      String(6000 + Number(id)),
      id,
      random.pick(carriers),
      `AC${id}${random.whole(100_000, 999_999)}`,
      state,
      daysBefore(daysAgo * 0.95),
      deliveredAt,
    ],
  )
}

function goodsOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0)
}
