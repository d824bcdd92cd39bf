import type { JsonSchema } from '../route.ts'
import { email, id, listOf, object, optionalText, ref, text, time } from '../schemas.ts'

const person = {
  name: text('Name of the person.', 200, 'Ada Lovelace'),
  email: email('E-mail address.'),
  phone: optionalText('Telephone number.', 40),
  company: optionalText('Company.', 200),
  jobTitle: optionalText('What the person does there.', 200),
}

const contact = {
  contactId: id('Number of the contact.', '501'),
  customerId: { type: ['string', 'null'], description: 'Number of the customer account in the shop, where there is one.' },
  ...person,
  city: text('City.', 100),
  country: text('ISO 3166 code of the country.', 2, 'DE'),
  creditLimit: ref('Money'),
  outstanding: ref('Money'),
  owner: email('The colleague who looks after the contact.'),
  updatedAt: time('When it changed last.'),
}

const note = {
  noteId: id('Number of the note.', '1'),
  contactId: id('Number of the contact.', '501'),
  text: text('What was noted.', 5000),
  author: text('Who noted it.', 200),
  reference: { type: ['string', 'null'], description: 'The Idempotency-Key of the request that made it.' },
  createdAt: time('When it was noted.'),
  deleted: { type: 'boolean', description: 'Deleted notes can be restored.' },
}

export const editable: Readonly<Record<string, JsonSchema>> = person

export const crmSchemas: Readonly<Record<string, JsonSchema>> = {
  Contact: object(contact),
  UpdatedContact: object({ ...contact, previous: { ...object(person), description: 'How it was before this change.' } }),
  ContactList: listOf('Contact', 'Contacts, by name.'),
  Note: object(note),
  NoteList: listOf('Note', 'Notes, newest first; deleted ones are left out.'),
  CreditLimit: object({
    contactId: id('Number of the contact.', '501'),
    creditLimit: ref('Money'),
    previousLimit: ref('Money'),
    outstanding: ref('Money'),
    updatedAt: time('When it was set.'),
  }),
}
