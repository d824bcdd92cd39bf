import { reading } from '../route.ts'
import { id } from '../schemas.ts'
import { requireContact, showContact } from './contacts.ts'

export const getContact = reading<{ contactId: string }>({
  tag: 'crm',
  operationId: 'getContact',
  summary: 'Show a contact',
  description: 'One contact by its number: name, company, e-mail, telephone, credit limit and what is outstanding.',
  path: '/contacts/{contactId}',
  parameters: { contactId: id('Number of the contact.', '501') },
  answer: 'Contact',
  countersign: {
    effect: 'read',
    examples: ['Show contact {contactId}', 'What is the credit limit of contact {contactId}?', 'Who is contact {contactId}?'],
    outside: false,
  },
  run: ({ contactId }, { db }) => showContact(requireContact(db, contactId)),
})
