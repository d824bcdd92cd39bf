import { reading } from '../route.ts'
import { email, id, limit, oneOf } from '../schemas.ts'
import { type OrderRow, selectOrders, showOrderSummary } from './orders.ts'
import { orderStatuses } from './schemas.ts'

export const listOrders = reading<{ customerId?: string; email?: string; status?: string; limit?: number }>({
  tag: 'commerce',
  operationId: 'listOrders',
  summary: 'List orders',
  description: 'Orders, newest first: all, or those of one customer (by number or e-mail address), or those with a status.',
  path: '/orders',
  parameters: {
    customerId: id('Number of the customer whose orders to list.', '2001'),
    email: email('E-mail address of the customer whose orders to list.'),
    status: oneOf(orderStatuses, 'Only orders with this status.'),
    limit,
  },
  answer: 'OrderList',
  countersign: {
    effect: 'read',
    examples: ['List the orders of {email}', 'Which orders are {status}?', 'What has {email} ordered?', 'Show the latest {limit} orders'],
    outside: false,
  },
  run: (input, { db }) => {
    const where = `WHERE (?1 IS NULL OR orders.customer_id = ?1) AND (?2 IS NULL OR customer.email = ?2 COLLATE NOCASE) AND (?3 IS NULL OR orders.status = ?3)`
    const filters = [input.customerId ?? null, input.email ?? null, input.status ?? null]
    const rows = db.all<OrderRow>(
      `${selectOrders} ${where} ORDER BY orders.placed_at DESC, orders.id DESC LIMIT ?4`,
      ...filters,
      input.limit ?? 20,
    )
    const total = db.get<{ n: number }>(
      `SELECT count(*) AS n FROM orders JOIN customer ON customer.id = orders.customer_id ${where}`,
      ...filters,
    )
    return { items: rows.map((row) => showOrderSummary(db, row)), total: total?.n ?? 0 }
  },
})
