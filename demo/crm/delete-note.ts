import { changing } from '../route.ts'
import { id } from '../schemas.ts'
import { requireNote, showNote } from './notes.ts'

export const deleteNote = changing<{ noteId: string }>({
  tag: 'crm',
  operationId: 'deleteNote',
  summary: 'Delete a note',
  description: 'Takes a note about a contact out of sight. It can be restored. Deleting it a second time changes nothing.',
  method: 'DELETE',
  path: '/notes/{noteId}',
  parameters: { noteId: id('Number of the note.', '1') },
  answer: 'Note',
  takesKey: false,
  countersign: {
    effect: 'write',
    repeat: 'harmless',
    examples: ['Delete note {noteId}', 'Remove the note {noteId}', 'Take note {noteId} away'],
    label: 'Delete note {input.noteId}',
    preview: {
      summary: 'Delete note {input.noteId}',
      changes: [{ path: 'deleted', label: 'Deleted', before: '"no"', after: '"yes"' }],
    },
    undo: { operation: 'restoreNote', input: { noteId: 'input.noteId' } },
    outside: false,
  },
  run: ({ noteId }, { db, now }) => {
    const note = requireNote(db, noteId)
    if (note.deleted_at !== null) return { body: showNote(note), effect: null }
    db.run('UPDATE note SET deleted_at = ? WHERE id = ?', now, note.id)
    const body = showNote(requireNote(db, noteId))
    return { body, effect: { summary: `Deleted note ${note.id}`, noteId: body.noteId, contactId: body.contactId } }
  },
})
