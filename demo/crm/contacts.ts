import type { Database } from '../database.ts'
import { toMoney } from '../money.ts'
import { Refusal } from '../refusal.ts'

export interface ContactRow {
  id: string
  customer_id: string | null
  name: string
  email: string
  phone: string | null
  company: string | null
  job_title: string | null
  city: string
  country: string
  currency: string
  credit_limit: number
  outstanding: number
  owner: string
  updated_at: string
}

/** What a contact owes is what the open invoices of its customer account add up to. */
export const selectContacts = `SELECT contact.*, coalesce((SELECT sum(total - credited - paid + refunded) FROM orders
  WHERE orders.customer_id = contact.customer_id), 0) AS outstanding FROM contact`

export function requireContact(db: Database, contactId: string): ContactRow {
  const found = db.get<ContactRow>(`${selectContacts} WHERE contact.id = ?`, contactId)
  if (found === undefined) throw new Refusal(404, `There is no contact ${contactId}.`)
  return found
}

export function showContact(row: ContactRow) {
  return {
    contactId: row.id,
    customerId: row.customer_id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    company: row.company,
    jobTitle: row.job_title,
    city: row.city,
    country: row.country,
    creditLimit: toMoney(row.credit_limit, row.currency),
    outstanding: toMoney(row.outstanding, row.currency),
    owner: row.owner,
    updatedAt: row.updated_at,
  }
}
