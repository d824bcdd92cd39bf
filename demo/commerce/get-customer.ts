import { toMoney } from '../money.ts'
import { Refusal } from '../refusal.ts'
import { reading } from '../route.ts'
import { id } from '../schemas.ts'

interface CustomerRow {
  id: string
  name: string
  email: string
  phone: string | null
  company: string | null
  city: string
  country: string
  currency: string
  since: string
  orders: number
  spent: number
  open_balance: number
}

export const getCustomer = reading<{ customerId: string }>({
  tag: 'commerce',
  operationId: 'getCustomer',
  summary: 'Show a customer account',
  description: 'The shop account of one customer by its number: name, address, how many orders, how much was spent and what is still owed.',
  path: '/customers/{customerId}',
  parameters: { customerId: id('Number of the customer.', '2001') },
  answer: 'Customer',
  countersign: {
    effect: 'read',
    examples: ['Show customer {customerId}', 'How much has customer {customerId} spent?', 'What does customer {customerId} still owe?'],
    outside: false,
  },
  run: ({ customerId }, { db }) => {
    const row = db.get<CustomerRow>(
      `SELECT customer.*, count(orders.id) AS orders, coalesce(sum(orders.paid - orders.refunded), 0) AS spent,
         coalesce(sum(orders.total - orders.credited - orders.paid + orders.refunded), 0) AS open_balance
       FROM customer LEFT JOIN orders ON orders.customer_id = customer.id WHERE customer.id = ? GROUP BY customer.id`,
      customerId,
    )
    if (row === undefined) throw new Refusal(404, `There is no customer ${customerId}.`)
    const { id: _id, currency, spent, open_balance, ...rest } = row
    return { customerId, ...rest, spent: toMoney(spent, currency), openBalance: toMoney(open_balance, currency) }
  },
})
