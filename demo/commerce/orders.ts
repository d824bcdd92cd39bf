import type { Database } from '../database.ts'
import { toMoney } from '../money.ts'
import { Refusal } from '../refusal.ts'

export interface OrderRow {
  id: string
  customer_id: string
  customer_name: string
  customer_email: string
  status: string
  currency: string
  shipping: number
  total: number
  paid: number
  refunded: number
  credited: number
  placed_at: string
  updated_at: string
  cancel_reason: string | null
}

interface RefundRow {
  id: number
  order_id: string
  amount: number
  currency: string
  reason: string
  reference: string | null
  created_at: string
}

export const selectOrders = `SELECT orders.*, customer.name AS customer_name, customer.email AS customer_email
  FROM orders JOIN customer ON customer.id = orders.customer_id`

export function requireOrder(db: Database, orderId: string): OrderRow {
  const found = db.get<OrderRow>(`${selectOrders} WHERE orders.id = ?`, orderId)
  if (found === undefined) throw new Refusal(404, `There is no order ${orderId}.`)
  return found
}

export function showOrder(db: Database, order: OrderRow): object {
  const money = (cents: number) => toMoney(cents, order.currency)
  const lines = db.all<{ product_id: string; name: string; quantity: number; price: number }>(
    'SELECT product_id, name, quantity, price FROM order_line WHERE order_id = ? ORDER BY rowid',
    order.id,
  )
  return {
    orderId: order.id,
    status: order.status,
    customer: { customerId: order.customer_id, name: order.customer_name, email: order.customer_email },
    items: lines.map(({ product_id, name, quantity, price }) => ({ productId: product_id, name, quantity, price: money(price) })),
    shipping: money(order.shipping),
    total: money(order.total),
    paid: money(order.paid),
    refunded: money(order.refunded),
    refundable: money(order.paid - order.refunded),
    refunds: lastRefunds(db, order.id),
    placedAt: order.placed_at,
    updatedAt: order.updated_at,
    cancelReason: order.cancel_reason,
  }
}

export function showOrderSummary(db: Database, order: OrderRow): object {
  const lines = db.all<{ name: string; quantity: number }>(
    'SELECT name, quantity FROM order_line WHERE order_id = ? ORDER BY rowid',
    order.id,
  )
  return {
    orderId: order.id,
    status: order.status,
    customerId: order.customer_id,
    customerName: order.customer_name,
    email: order.customer_email,
    summary: lines.map(({ name, quantity }) => `${quantity} × ${name}`).join(', '),
    total: toMoney(order.total, order.currency),
    paid: toMoney(order.paid, order.currency),
    refunded: toMoney(order.refunded, order.currency),
    placedAt: order.placed_at,
  }
}

export function showRefund({ id, order_id, amount, currency, reason, reference, created_at }: RefundRow): object {
  return { refundId: String(id), orderId: order_id, amount: toMoney(amount, currency), reason, reference, createdAt: created_at }
}

function lastRefunds(db: Database, orderId: string): object[] {
  return db
    .all<RefundRow>(
      `SELECT refund.*, orders.currency FROM refund JOIN orders ON orders.id = refund.order_id
       WHERE order_id = ? ORDER BY refund.id DESC LIMIT 20`,
      orderId,
    )
    .map(showRefund)
}
