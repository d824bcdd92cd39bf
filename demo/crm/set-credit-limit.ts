import { formatCents, type Money, toCents, toMoney } from '../money.ts'
import { Refusal } from '../refusal.ts'
import { changing } from '../route.ts'
import { id, object, ref } from '../schemas.ts'
import { requireContact } from './contacts.ts'

export const setCreditLimit = changing<{ contactId: string; amount: Money }>({
  tag: 'crm',
  operationId: 'setCreditLimit',
  summary: 'Set a credit limit',
  description:
    'Sets up to which amount a contact may buy on account. Every request is counted as a new decision about the limit, also one with the same amount.',
  method: 'PUT',
  path: '/contacts/{contactId}/credit-limit',
  parameters: { contactId: id('Number of the contact.', '501') },
  body: object({ amount: ref('Money') }),
  answer: 'CreditLimit',
  takesKey: false,
  countersign: {
    effect: 'write',
    repeat: 'never',
    examples: [
      'Set the credit limit of contact {contactId} to {amount}',
      'Raise the credit limit of contact {contactId} to {amount}',
      'Contact {contactId} may owe us up to {amount}',
    ],
    label: 'Set the limit to {input.amount}',
    preview: {
      read: { operation: 'getContact', input: { contactId: 'input.contactId' } },
      summary: 'Set the credit limit of {before.name} to {input.amount}',
      changes: [{ path: 'creditLimit', label: 'Credit limit', before: 'before.creditLimit', after: 'input.amount' }],
      warnings: [
        {
          when: 'input.amount.currency != before.creditLimit.currency',
          text: 'The contact is billed in another currency: the CRM will refuse this.',
        },
        {
          when: 'input.amount.currency == before.outstanding.currency && compare(input.amount, before.outstanding) < 0',
          text: 'The contact owes more than this already.',
        },
      ],
    },
    // Not `output.previousLimit`: the limit that the approver saw is what comes back, also where the answer got lost.
    undo: { operation: 'setCreditLimit', input: { contactId: 'input.contactId', amount: 'before.creditLimit' } },
    outside: false,
  },
  run: ({ contactId, amount }, { db, now }) => {
    const contact = requireContact(db, contactId)
    const { currency } = contact
    if (amount.currency !== currency) throw new Refusal(422, `${contact.name} is billed in ${currency}, not in ${amount.currency}.`)
    const cents = toCents(amount.amount)
    db.run('UPDATE contact SET credit_limit = ?, updated_at = ? WHERE id = ?', cents, now, contactId)
    const body = {
      contactId,
      creditLimit: toMoney(cents, currency),
      previousLimit: toMoney(contact.credit_limit, currency),
      outstanding: toMoney(contact.outstanding, currency),
      updatedAt: now,
    }
    return { body, effect: { summary: `Set the credit limit of ${contact.name} to ${formatCents(cents, currency)}`, ...body } }
  },
})
