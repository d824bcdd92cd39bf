import { changing } from '../route.ts'
import { id, object, text as textSchema } from '../schemas.ts'
import { requireContact } from './contacts.ts'
import { requireNote, showNote } from './notes.ts'

export const createNote = changing<{ contactId: string; text: string }>({
  tag: 'crm',
  operationId: 'createNote',
  summary: 'Add a note to a contact',
  description: 'Notes something about a contact for colleagues. The contact does not see it.',
  method: 'POST',
  path: '/contacts/{contactId}/notes',
  parameters: { contactId: id('Number of the contact.', '501') },
  body: object({ text: textSchema('What to note.', 5000, 'Prefers to be called in the morning.') }),
  status: 201,
  answer: 'Note',
  takesKey: true,
  countersign: {
    effect: 'write',
    repeat: 'idempotent',
    examples: [
      'Add a note to contact {contactId}: {text}',
      'Note about contact {contactId} that {text}',
      'Write down for contact {contactId}: {text}',
    ],
    label: 'Add the note',
    preview: {
      read: { operation: 'getContact', input: { contactId: 'input.contactId' } },
      summary: 'Add a note to {before.name}',
      changes: [{ path: 'text', label: 'Note', after: 'input.text' }],
    },
    check: {
      operation: 'listNotes',
      input: { contactId: 'input.contactId' },
      happened: 'answer.items.exists(note, note.reference == actionId)',
      output: 'answer.items.filter(note, note.reference == actionId)[0]',
    },
    undo: { operation: 'deleteNote', input: { noteId: 'output.noteId' } },
    outside: false,
  },
  run: ({ contactId, text }, { db, now, key }) => {
    const contact = requireContact(db, contactId)
    const noteId = db.run(
      "INSERT INTO note (contact_id, text, author, reference, created_at, deleted_at) VALUES (?, ?, 'Acme assistant', ?, ?, NULL)",
      ...[contactId, text, key, now],
    )
    const body = showNote(requireNote(db, String(noteId)))
    return { body, effect: { summary: `Noted about ${contact.name}: ${text}`, noteId: body.noteId, contactId, text } }
  },
})
