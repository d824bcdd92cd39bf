import { reading } from '../route.ts'
import { id, limit } from '../schemas.ts'
import { requireContact } from './contacts.ts'
import { type NoteRow, showNote } from './notes.ts'

export const listNotes = reading<{ contactId: string; limit?: number }>({
  tag: 'crm',
  operationId: 'listNotes',
  summary: 'List the notes about a contact',
  description: 'What colleagues noted about a contact, newest first.',
  path: '/contacts/{contactId}/notes',
  parameters: { contactId: id('Number of the contact.', '501'), limit },
  answer: 'NoteList',
  countersign: {
    effect: 'read',
    examples: [
      'Show the notes about contact {contactId}',
      'What did we note about contact {contactId}?',
      'List notes of contact {contactId}',
    ],
    outside: false,
  },
  run: ({ contactId, limit: most = 20 }, { db }) => {
    requireContact(db, contactId)
    const rows = db.all<NoteRow>('SELECT * FROM note WHERE contact_id = ? AND deleted_at IS NULL ORDER BY id DESC LIMIT ?', contactId, most)
    const total = db.get<{ n: number }>('SELECT count(*) AS n FROM note WHERE contact_id = ? AND deleted_at IS NULL', contactId)
    return { items: rows.map(showNote), total: total?.n ?? 0 }
  },
})
