import type { Database } from '../database.ts'
import { Refusal } from '../refusal.ts'

export interface NoteRow {
  id: number
  contact_id: string
  text: string
  author: string
  reference: string | null
  created_at: string
  deleted_at: string | null
}

export function requireNote(db: Database, noteId: string): NoteRow {
  const found = db.get<NoteRow>('SELECT * FROM note WHERE id = ?', Number(noteId))
  if (found === undefined) throw new Refusal(404, `There is no note ${noteId}.`)
  return found
}

export function showNote({ id, contact_id, text, author, reference, created_at, deleted_at }: NoteRow) {
  return { noteId: String(id), contactId: contact_id, text, author, reference, createdAt: created_at, deleted: deleted_at !== null }
}
