import { toMoney } from '../money.ts'
import { reading } from '../route.ts'
import { id, limit, oneOf } from '../schemas.ts'
import { invoiceStatuses } from './schemas.ts'

interface InvoiceRow {
  id: string
  order_id: string
  customer_id: string
  customer_name: string
  currency: string
  total: number
  paid: number
  refunded: number
  credited: number
  balance: number
  status: string
  issued_at: string
  due_at: string
}

/** What is owed is what was billed, less what was credited, less what was paid and kept. */
const invoices = `SELECT *, CASE WHEN balance > 0 THEN 'open' WHEN credited = 0 THEN 'paid' WHEN credited < total THEN 'partly_credited' ELSE 'credited' END AS status
  FROM (SELECT invoice.id, order_id, customer_id, customer.name AS customer_name, orders.currency, total, paid, refunded, credited,
    total - credited - paid + refunded AS balance, issued_at, due_at
    FROM invoice JOIN orders ON orders.id = invoice.order_id JOIN customer ON customer.id = orders.customer_id)`

export const listInvoices = reading<{ customerId?: string; orderId?: string; status?: string; limit?: number }>({
  tag: 'commerce',
  operationId: 'listInvoices',
  summary: 'List invoices',
  description:
    'Invoices with what was billed, paid, credited and is still owed: all, those of one customer or order, or those with a status. Newest first.',
  path: '/invoices',
  parameters: {
    customerId: id('Only invoices of this customer.', '2001'),
    orderId: id('Only the invoice of this order.', '1042'),
    status: oneOf(invoiceStatuses, 'Only invoices with this status.'),
    limit,
  },
  answer: 'InvoiceList',
  countersign: {
    effect: 'read',
    examples: [
      'Which invoices are {status}?',
      'List the invoices of customer {customerId}',
      'Show the invoice of order {orderId}',
      'Who has not paid yet?',
    ],
    outside: false,
  },
  run: (input, { db }) => {
    const where = 'WHERE (?1 IS NULL OR customer_id = ?1) AND (?2 IS NULL OR order_id = ?2) AND (?3 IS NULL OR status = ?3)'
    const filters = [input.customerId ?? null, input.orderId ?? null, input.status ?? null]
    const rows = db.all<InvoiceRow>(
      `SELECT * FROM (${invoices}) ${where} ORDER BY issued_at DESC, id DESC LIMIT ?4`,
      ...filters,
      input.limit ?? 20,
    )
    return {
      items: rows.map(showInvoice),
      total: db.get<{ n: number }>(`SELECT count(*) AS n FROM (${invoices}) ${where}`, ...filters)?.n ?? 0,
    }
  },
})

function showInvoice(row: InvoiceRow): object {
  const money = (cents: number) => toMoney(cents, row.currency)
  return {
    invoiceId: row.id,
    orderId: row.order_id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    status: row.status,
    total: money(row.total),
    paid: money(row.paid),
    refunded: money(row.refunded),
    credited: money(row.credited),
    balance: money(row.balance),
    issuedAt: row.issued_at,
    dueAt: row.due_at,
  }
}
