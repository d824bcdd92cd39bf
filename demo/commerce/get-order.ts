import { reading } from '../route.ts'
import { id } from '../schemas.ts'
import { requireOrder, showOrder } from './orders.ts'

export const getOrder = reading<{ orderId: string }>({
  tag: 'commerce',
  operationId: 'getOrder',
  summary: 'Show an order',
  description:
    'Everything about one order by its number: status, customer, items, what was paid, what was refunded and what can still be refunded.',
  path: '/orders/{orderId}',
  parameters: { orderId: id('Number of the order.', '1042') },
  answer: 'Order',
  countersign: {
    effect: 'read',
    examples: [
      'Show order {orderId}',
      'What is the status of order {orderId}?',
      'Has order {orderId} been paid or refunded?',
      'Look up order {orderId}',
    ],
    outside: false,
  },
  run: ({ orderId }, { db }) => showOrder(db, requireOrder(db, orderId)),
})
