import { AppError } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { addNote, type Noting } from './keep-note.ts'
import type { NoteView } from './note-view.ts'
import { reminderPauseMs, whyNotRemind } from './who-may-note.ts'

/**
 * Reminds whom a card was handed to, else everyone who is asked, and tells whoever asked for it; once an hour for an action, whoever
 * reminds. Throws `not_found`, `forbidden`, `too_many` within the hour, and `conflict` once it no longer waits.
 */
export function remind(platform: Platform, noting: Noting): Promise<NoteView> {
  return addNote(platform, noting, async (tx, row) => {
    const now = platform.clock.now()
    const whyNot = whyNotRemind(noting.caller, row, { lastAt: null, now })
    if (whyNot !== null) throw new AppError('forbidden', whyNot)
    const last = await tx.approvalNote.findFirst({ where: { actionId: row.id, kind: 'reminder' }, orderBy: { at: 'desc' } })
    const tooSoon = whyNotRemind(noting.caller, row, { lastAt: last?.at ?? null, now })
    if (tooSoon !== null && last !== null) {
      const retryAfter = Math.ceil((last.at.getTime() + reminderPauseMs - now.getTime()) / 1_000)
      throw new AppError('too_many', tooSoon, { retryAfter })
    }
    const to = row.assigneeId === null ? ('asked' as const) : [row.assigneeId]
    const sentence = `${noting.caller.name} reminds: “${row.summary || row.title}” waits for a decision.`
    return { kind: 'reminder', event: 'action.reminded', telling: { kind: 'reminder', to, sentence }, toId: row.assigneeId }
  })
}
