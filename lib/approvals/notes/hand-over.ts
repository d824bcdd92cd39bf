import { moveAction } from '#lib/actions/index.ts'
import { AppError } from '#lib/core/index.ts'
import { callersNow } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { whyNotDecide } from '../may-decide.ts'
import { addNote, type Noting, noteChars } from './keep-note.ts'
import type { NoteView } from './note-view.ts'
import { whyNotHandOver } from './who-may-note.ts'

/**
 * Hands a card to one person who may decide on it. Others still may: it says whose turn it is, not whose right. Throws `not_found`,
 * `forbidden`, `invalid` for somebody who may not decide, and `conflict` where it lies with them already or no longer waits.
 */
export function handOver(
  platform: Platform,
  { toId, text = '', ...noting }: Noting & { toId: string; text?: string | undefined },
): Promise<NoteView> {
  const { caller } = noting
  return addNote(platform, noting, async (tx, row, noteId) => {
    const whyNot = whyNotHandOver(caller, row)
    if (whyNot !== null) throw new AppError('forbidden', whyNot)
    const [receiver] = await callersNow(platform, tx, { ids: [toId] })
    const unable = receiver === undefined ? 'There is no such active person.' : whyNotDecide(receiver, row)
    if (receiver === undefined || unable !== null) {
      throw new AppError('invalid', 'This person cannot decide on it.', {
        errors: [{ path: 'to', message: 'somebody who may decide on it' }],
      })
    }
    if (row.assigneeId === toId) throw new AppError('conflict', `It lies with ${receiver.name} already.`)
    const words = text.trim().slice(0, noteChars)
    const moved = await moveAction(platform, tx, row, {
      to: 'awaiting_approval',
      data: { assigneeId: toId },
      guard: { digest: row.digest },
      audit: {
        kind: 'action.handed_over',
        actor: { kind: 'person', id: caller.personId },
        content: { noteId, assignee: toId, text: words, ...(caller.apiKeyId === null ? {} : { apiKeyId: caller.apiKeyId }) },
      },
    })
    if (!moved) throw new AppError('conflict', 'It changed meanwhile. Look again.')
    const sentence = `${caller.name} handed “${row.summary || row.title}” to ${receiver.name}${words === '' ? '.' : `: ${words}`}`
    return { kind: 'handover', event: null, telling: { kind: 'handed_over', to: [toId], sentence }, toId, text: words }
  })
}
