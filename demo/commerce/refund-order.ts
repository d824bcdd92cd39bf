import { formatCents, type Money, toCents } from '../money.ts'
import { Refusal } from '../refusal.ts'
import { changing } from '../route.ts'
import { id, object, ref, text } from '../schemas.ts'
import { requireOrder, showRefund } from './orders.ts'

const sameCurrency = 'input.amount.currency == before.paid.currency'
const statusNow = 'before.status == "partly_refunded" ? "partly refunded" : before.status'

export const refundOrder = changing<{ orderId: string; amount: Money; reason: string }>({
  tag: 'commerce',
  operationId: 'refundOrder',
  summary: 'Refund an order',
  description:
    'Gives money back to the customer who paid an order, in part or in full. Never more than was paid less what was refunded before, and only in the currency of the order. Money that was given back cannot be fetched again.',
  method: 'POST',
  path: '/orders/{orderId}/refunds',
  parameters: { orderId: id('Number of the order.', '1042') },
  body: object({ amount: ref('Money'), reason: text('Why the money is given back, in a few words.', 500, 'arrived broken') }),
  status: 201,
  answer: 'Refund',
  conflicts: 'The order is cancelled.',
  takesKey: true,
  countersign: {
    effect: 'irreversible',
    repeat: 'idempotent',
    examples: [
      'Refund order {orderId}, {amount}, {reason}',
      'Give the customer {amount} back for order {orderId} because {reason}',
      'Pay back {amount} on order {orderId}: {reason}',
    ],
    label: 'Refund {input.amount}',
    preview: {
      read: { operation: 'getOrder', input: { orderId: 'input.orderId' } },
      summary: 'Refund {input.amount} to {before.customer.name} for order {input.orderId}',
      changes: [
        {
          path: 'refunded',
          label: 'Refunded so far',
          before: 'before.refunded',
          after: `${sameCurrency} ? add(before.refunded, input.amount) : before.refunded`,
        },
        {
          path: 'status',
          label: 'Order status',
          before: statusNow,
          after: `!(${sameCurrency}) ? (${statusNow}) : compare(add(before.refunded, input.amount), before.paid) >= 0 ? "refunded" : "partly refunded"`,
        },
        { path: 'reason', label: 'Reason', after: 'input.reason' },
      ],
      warnings: [
        { when: `!(${sameCurrency})`, text: 'The order was paid in another currency: commerce will refuse this.' },
        {
          when: `${sameCurrency} && compare(input.amount, before.refundable) > 0`,
          text: 'This is more than can still be refunded: commerce will refuse it.',
        },
        { when: 'before.status == "cancelled"', text: 'The order is cancelled: commerce will refuse this.' },
      ],
    },
    check: {
      operation: 'getOrder',
      input: { orderId: 'input.orderId' },
      happened: 'answer.refunds.exists(refund, refund.reference == actionId)',
      output: 'answer.refunds.filter(refund, refund.reference == actionId)[0]',
    },
    outside: false,
  },
  run: ({ orderId, amount, reason }, { db, now, key }) => {
    const order = requireOrder(db, orderId)
    const { currency } = order
    const cents = toCents(amount.amount)
    const left = order.paid - order.refunded
    if (order.status === 'cancelled') throw new Refusal(409, `Order ${orderId} is cancelled: nothing can be refunded.`)
    if (amount.currency !== currency) throw new Refusal(422, `Order ${orderId} was paid in ${currency}, not in ${amount.currency}.`)
    if (cents === 0) throw new Refusal(422, 'A refund is more than 0.00.')
    if (cents > left) {
      const state = `${formatCents(order.paid, currency)} paid, ${formatCents(order.refunded, currency)} refunded before`
      throw new Refusal(
        422,
        `Order ${orderId} can be refunded ${formatCents(left, currency)} at most (${state}), not ${formatCents(cents, currency)}.`,
      )
    }
    const status = cents === left ? 'refunded' : 'partly_refunded'
    db.run(
      'UPDATE orders SET refunded = refunded + ?1, credited = credited + ?1, status = ?2, updated_at = ?3 WHERE id = ?4',
      cents,
      status,
      now,
      orderId,
    )
    const refundId = db.run(
      'INSERT INTO refund (order_id, amount, reason, reference, created_at) VALUES (?, ?, ?, ?, ?)',
      orderId,
      cents,
      reason,
      key,
      now,
    )
    const body = showRefund({ id: refundId, order_id: orderId, amount: cents, currency, reason, reference: key, created_at: now })
    return { body, effect: { summary: `Refunded ${formatCents(cents, currency)} of order ${orderId}`, ...body } }
  },
})
