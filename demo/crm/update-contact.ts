import { Refusal } from '../refusal.ts'
import { changing } from '../route.ts'
import { id, object } from '../schemas.ts'
import { requireContact, showContact } from './contacts.ts'
import { editable } from './schemas.ts'

interface Changes {
  name?: string
  email?: string
  phone?: string | null
  company?: string | null
  jobTitle?: string | null
}

const fields = ['name', 'email', 'phone', 'company', 'jobTitle'] as const
const labels = { name: 'Name', email: 'E-mail', phone: 'Telephone', company: 'Company', jobTitle: 'Job title' }

export const updateContact = changing<Changes & { contactId: string }>({
  tag: 'crm',
  operationId: 'updateContact',
  summary: 'Change a contact',
  description: 'Changes the name, e-mail address, telephone number, company or job title of a contact. What is left out stays as it is.',
  method: 'PATCH',
  path: '/contacts/{contactId}',
  parameters: { contactId: id('Number of the contact.', '501') },
  body: { ...object(editable, fields), minProperties: 1 },
  answer: 'UpdatedContact',
  conflicts: 'Another contact has this e-mail address.',
  takesKey: true,
  countersign: {
    effect: 'write',
    repeat: 'idempotent',
    examples: [
      'Change the phone number of contact {contactId} to {phone}',
      'Update contact {contactId}: e-mail {email}',
      'Set the company of contact {contactId} to {company}',
      'Contact {contactId} is now {jobTitle}',
    ],
    label: 'Change the contact',
    preview: {
      read: { operation: 'getContact', input: { contactId: 'input.contactId' } },
      summary: 'Change the contact {before.name}',
      changes: fields.map((field) => ({
        path: field,
        label: labels[field],
        before: `before.${field}`,
        after: `has(input.${field}) ? input.${field} : before.${field}`,
      })),
    },
    // A field that was not changed is not put back: reading what is not there leaves it out.
    undo: {
      operation: 'updateContact',
      input: {
        contactId: 'input.contactId',
        ...Object.fromEntries(fields.map((field) => [field, `has(input.${field}) ? output.previous.${field} : input.${field}`])),
      },
    },
    outside: false,
  },
  run: ({ contactId, ...changes }, { db, now }) => {
    const contact = showContact(requireContact(db, contactId))
    const { name, email, phone, company, jobTitle } = contact
    const previous = { name, email, phone, company, jobTitle }
    const next = { ...previous, ...changes }
    const taken = db.get<{ name: string }>('SELECT name FROM contact WHERE email = ? AND id <> ?', next.email, contactId)
    if (taken !== undefined) throw new Refusal(409, `${next.email} is the address of another contact, ${taken.name}.`)
    db.run(
      'UPDATE contact SET name = ?, email = ?, phone = ?, company = ?, job_title = ?, updated_at = ? WHERE id = ?',
      ...[next.name, next.email, next.phone, next.company, next.jobTitle, now, contactId],
    )
    const body = { ...showContact(requireContact(db, contactId)), previous }
    return { body, effect: { summary: `Changed the contact ${next.name}`, contactId, ...changes } }
  },
})
