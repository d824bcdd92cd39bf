import { formatCents } from '../money.ts'
import { Refusal } from '../refusal.ts'
import { changing } from '../route.ts'
import { id, object, text } from '../schemas.ts'
import { requireOrder, showOrder } from './orders.ts'

export const cancelOrder = changing<{ orderId: string; reason: string }>({
  tag: 'commerce',
  operationId: 'cancelOrder',
  summary: 'Cancel an order',
  description:
    'Calls off an order that has not been shipped yet. What was paid goes back to the customer in full. A cancelled order cannot be taken up again.',
  method: 'POST',
  path: '/orders/{orderId}/cancel',
  parameters: { orderId: id('Number of the order.', '1112') },
  body: object({ reason: text('Why the order is called off, in a few words.', 500, 'ordered twice') }),
  answer: 'Order',
  conflicts: 'The order was shipped, or is cancelled already.',
  takesKey: true,
  countersign: {
    effect: 'irreversible',
    repeat: 'idempotent',
    examples: [
      'Cancel order {orderId}, {reason}',
      'Call off order {orderId} because {reason}',
      'Stop order {orderId} before it ships: {reason}',
    ],
    label: 'Cancel order {input.orderId}',
    preview: {
      read: { operation: 'getOrder', input: { orderId: 'input.orderId' } },
      summary: 'Cancel order {input.orderId} of {before.customer.name}',
      changes: [
        { path: 'status', label: 'Order status', before: 'before.status', after: '"cancelled"' },
        { path: 'refunded', label: 'Refunded so far', before: 'before.refunded', after: 'before.paid' },
        { path: 'cancelReason', label: 'Reason', before: 'before.cancelReason', after: 'input.reason' },
      ],
      warnings: [
        {
          when: '!(before.status in ["pending", "paid"])',
          text: 'The order was shipped or is cancelled already: commerce will refuse this.',
        },
      ],
    },
    check: {
      operation: 'getOrder',
      input: { orderId: 'input.orderId' },
      happened: 'answer.status == "cancelled" && answer.cancelReason == input.reason',
      output: 'answer',
    },
    outside: false,
  },
  run: ({ orderId, reason }, { db, now, key }) => {
    const order = requireOrder(db, orderId)
    if (order.status === 'cancelled') throw new Refusal(409, `Order ${orderId} is cancelled already.`)
    if (order.status !== 'pending' && order.status !== 'paid')
      throw new Refusal(409, `Order ${orderId} was shipped: it cannot be cancelled any more.`)
    db.run(
      "UPDATE orders SET status = 'cancelled', refunded = paid, credited = total, cancel_reason = ?, updated_at = ? WHERE id = ?",
      ...[reason, now, orderId],
    )
    if (order.paid > 0) {
      db.run(
        'INSERT INTO refund (order_id, amount, reason, reference, created_at) VALUES (?, ?, ?, ?, ?)',
        orderId,
        order.paid,
        reason,
        key,
        now,
      )
    }
    const returned = order.paid > 0 ? `, ${formatCents(order.paid, order.currency)} given back` : ''
    return { body: showOrder(db, requireOrder(db, orderId)), effect: { summary: `Cancelled order ${orderId}${returned}`, orderId, reason } }
  },
})
