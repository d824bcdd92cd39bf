import { changing } from '../route.ts'
import { id } from '../schemas.ts'
import { requireNote, showNote } from './notes.ts'

export const restoreNote = changing<{ noteId: string }>({
  tag: 'crm',
  operationId: 'restoreNote',
  summary: 'Restore a deleted note',
  description: 'Brings a deleted note about a contact back. Restoring it a second time changes nothing.',
  method: 'POST',
  path: '/notes/{noteId}/restore',
  parameters: { noteId: id('Number of the note.', '1') },
  answer: 'Note',
  takesKey: false,
  countersign: {
    effect: 'write',
    repeat: 'harmless',
    examples: ['Restore note {noteId}', 'Bring note {noteId} back', 'Undelete note {noteId}'],
    label: 'Restore note {input.noteId}',
    preview: {
      summary: 'Restore note {input.noteId}',
      changes: [{ path: 'deleted', label: 'Deleted', before: '"yes"', after: '"no"' }],
    },
    undo: { operation: 'deleteNote', input: { noteId: 'input.noteId' } },
    outside: false,
  },
  run: ({ noteId }, { db }) => {
    const note = requireNote(db, noteId)
    if (note.deleted_at === null) return { body: showNote(note), effect: null }
    db.run('UPDATE note SET deleted_at = NULL WHERE id = ?', note.id)
    const body = showNote(requireNote(db, noteId))
    return { body, effect: { summary: `Restored note ${note.id}`, noteId: body.noteId, contactId: body.contactId } }
  },
})
