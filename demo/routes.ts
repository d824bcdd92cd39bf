import { cancelOrder } from './commerce/cancel-order.ts'
import { getCustomer } from './commerce/get-customer.ts'
import { getOrder } from './commerce/get-order.ts'
import { listInvoices } from './commerce/list-invoices.ts'
import { listOrders } from './commerce/list-orders.ts'
import { listShipments } from './commerce/list-shipments.ts'
import { refundOrder } from './commerce/refund-order.ts'
import { searchProducts } from './commerce/search-products.ts'
import { createNote } from './crm/create-note.ts'
import { deleteNote } from './crm/delete-note.ts'
import { findContact } from './crm/find-contact.ts'
import { getContact } from './crm/get-contact.ts'
import { listNotes } from './crm/list-notes.ts'
import { restoreNote } from './crm/restore-note.ts'
import { searchContacts } from './crm/search-contacts.ts'
import { setCreditLimit } from './crm/set-credit-limit.ts'
import { updateContact } from './crm/update-contact.ts'
import { addTicketNote } from './helpdesk/add-ticket-note.ts'
import { closeTicket } from './helpdesk/close-ticket.ts'
import { createTicket } from './helpdesk/create-ticket.ts'
import { getTicket } from './helpdesk/get-ticket.ts'
import { listTickets } from './helpdesk/list-tickets.ts'
import { reopenTicket } from './helpdesk/reopen-ticket.ts'
import { updateTicket } from './helpdesk/update-ticket.ts'
import type { Route } from './route.ts'

/** Everything that Acme's systems can do over HTTP. */
export const routes: readonly Route[] = [
  ...[getOrder, listOrders, refundOrder, cancelOrder, getCustomer, listShipments, searchProducts, listInvoices],
  ...[listTickets, getTicket, createTicket, updateTicket, closeTicket, reopenTicket, addTicketNote],
  ...[findContact, searchContacts, getContact, updateContact, setCreditLimit, listNotes, createNote, deleteNote, restoreNote],
]
