import { reading } from '../route.ts'
import { email as emailSchema } from '../schemas.ts'
import { type ContactRow, selectContacts, showContact } from './contacts.ts'

export const findContact = reading<{ email: string }>({
  tag: 'crm',
  operationId: 'findContact',
  summary: 'Find a contact by e-mail address',
  description:
    'The contact with an e-mail address, with its number, telephone, company and credit limit. An empty list where nobody has it.',
  path: '/contacts',
  parameters: { email: emailSchema('E-mail address of the person to find.') },
  required: ['email'],
  answer: 'ContactList',
  countersign: {
    effect: 'read',
    examples: ['Find the contact {email}', 'Who is {email}?', 'Look up {email} in the CRM', 'What is the telephone number of {email}?'],
    outside: false,
  },
  run: ({ email }, { db }) => {
    const items = db.all<ContactRow>(`${selectContacts} WHERE contact.email = ?`, email).map(showContact)
    return { items, total: items.length }
  },
})
