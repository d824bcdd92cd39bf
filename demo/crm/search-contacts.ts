import { reading } from '../route.ts'
import { limit, text } from '../schemas.ts'
import { holdsWords } from '../words.ts'
import { type ContactRow, selectContacts, showContact } from './contacts.ts'

export const searchContacts = reading<{ name?: string; company?: string; limit?: number }>({
  tag: 'crm',
  operationId: 'searchContacts',
  summary: 'Search contacts by name or company',
  description:
    'Contacts whose name or company holds the words asked for, with their numbers and e-mail addresses. Capitals and accents make no difference.',
  path: '/contacts/search',
  parameters: {
    name: text('Words of the name of the person.', 200, 'Ada Lovelace'),
    company: text('Words of the name of the company.', 200, "O'Brien & Daughters"),
    limit,
  },
  answer: 'ContactList',
  countersign: {
    effect: 'read',
    examples: [
      'Find contacts named {name}',
      'Who do we know at {company}?',
      'Search the contacts for {name}',
      'What is the e-mail address of {name}?',
    ],
    outside: false,
  },
  run: ({ name = '', company = '', limit: most = 20 }, { db }) => {
    const found = db
      .all<ContactRow>(`${selectContacts} ORDER BY contact.name, contact.id`)
      .filter((row) => holdsWords(row.name, name) && holdsWords(row.company ?? '', company))
    return { items: found.slice(0, most).map(showContact), total: found.length }
  },
})
