import type { JsonSchema } from '../route.ts'
import { email, id, listOf, object, oneOf, optionalText, optionalTime, ref, text, time } from '../schemas.ts'

export const orderStatuses = ['pending', 'paid', 'shipped', 'delivered', 'partly_refunded', 'refunded', 'cancelled'] as const
export const invoiceStatuses = ['open', 'paid', 'partly_credited', 'credited'] as const
export const shipmentStatuses = ['in_transit', 'delivered', 'lost'] as const
export const categories = ['kitchen', 'table', 'living', 'bath', 'garden', 'storage'] as const

const orderStatus = oneOf(orderStatuses, 'pending: not paid yet. paid: paid, not shipped yet.')
const count: JsonSchema = { type: 'integer', minimum: 0 }

const refundProperties = {
  refundId: id('Number of the refund.', '9001'),
  orderId: id('Number of the order.', '1042'),
  amount: ref('Money'),
  reason: text('Why it was refunded.', 500),
  reference: { type: ['string', 'null'], description: 'The Idempotency-Key of the request that made it.' },
  createdAt: time('When it was refunded.'),
}

export const commerceSchemas: Readonly<Record<string, JsonSchema>> = {
  Order: object({
    orderId: id('Number of the order.', '1042'),
    status: orderStatus,
    customer: object({
      customerId: id('Number of the customer.', '2001'),
      name: text('Name of the customer.', 200),
      email: email('E-mail address of the customer.'),
    }),
    items: {
      type: 'array',
      description: 'What was ordered.',
      items: object({
        productId: id('Number of the product.', '301'),
        name: text('Name of the product.', 200),
        quantity: { type: 'integer', minimum: 1 },
        price: ref('Money'),
      }),
    },
    shipping: ref('Money'),
    total: ref('Money'),
    paid: ref('Money'),
    refunded: ref('Money'),
    refundable: ref('Money'),
    refunds: { type: 'array', maxItems: 20, items: ref('Refund'), description: 'Newest first, the last 20.' },
    placedAt: time('When it was ordered.'),
    updatedAt: time('When it changed last.'),
    cancelReason: optionalText('Why it was cancelled.', 500),
  }),
  OrderSummary: object({
    orderId: id('Number of the order.', '1042'),
    status: orderStatus,
    customerId: id('Number of the customer.', '2001'),
    customerName: text('Name of the customer.', 200),
    email: email('E-mail address of the customer.'),
    summary: text('What was ordered, in a few words.', 1000),
    total: ref('Money'),
    paid: ref('Money'),
    refunded: ref('Money'),
    placedAt: time('When it was ordered.'),
  }),
  OrderList: listOf('OrderSummary', 'Orders, newest first.'),
  Refund: object(refundProperties),
  Customer: object({
    customerId: id('Number of the customer.', '2001'),
    name: text('Name of the customer.', 200),
    email: email('E-mail address of the customer.'),
    phone: optionalText('Telephone number.', 40),
    company: optionalText('Company, for business customers.', 200),
    city: text('City.', 100),
    country: text('ISO 3166 code of the country.', 2, 'DE'),
    since: time('When the account was opened.'),
    orders: { ...count, description: 'How many orders, cancelled ones included.' },
    spent: ref('Money'),
    openBalance: ref('Money'),
  }),
  Shipment: object({
    shipmentId: id('Number of the shipment.', '7001'),
    orderId: id('Number of the order.', '1042'),
    carrier: text('Who carries it.', 100),
    trackingNumber: text('The number under which the carrier can be asked.', 60),
    status: oneOf(shipmentStatuses, 'Where it is.'),
    shippedAt: time('When it left the warehouse.'),
    deliveredAt: optionalTime('When it arrived.'),
  }),
  ShipmentList: listOf('Shipment', 'Shipments, newest first.'),
  Product: object({
    productId: id('Number of the product.', '301'),
    name: text('Name of the product.', 200),
    category: oneOf(categories, 'Where it stands in the shop.'),
    description: text('What it is.', 1000),
    price: ref('Money'),
    stock: { ...count, description: 'How many are in the warehouse.' },
  }),
  ProductList: listOf('Product', 'Products, by name.'),
  Invoice: object({
    invoiceId: id('Number of the invoice.', '50042'),
    orderId: id('Number of the order.', '1042'),
    customerId: id('Number of the customer.', '2001'),
    customerName: text('Name of the customer.', 200),
    status: oneOf(invoiceStatuses, 'open: something is still owed. credited: all of it was given back or cancelled.'),
    total: ref('Money'),
    paid: ref('Money'),
    refunded: ref('Money'),
    credited: ref('Money'),
    balance: ref('Money'),
    issuedAt: time('When it was issued.'),
    dueAt: time('When it is due.'),
  }),
  InvoiceList: listOf('Invoice', 'Invoices, newest first.'),
}
