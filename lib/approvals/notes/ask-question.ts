import { maySee } from '#lib/actions/index.ts'
import { AppError } from '#lib/core/index.ts'
import { callersNow } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { addNote, type Noting, noteText } from './keep-note.ts'
import type { NoteView } from './note-view.ts'
import { mayAnswer, whyNotAsk } from './who-may-note.ts'

/**
 * Someone who is asked to decide asks the requester, or somebody else who sees the card. Throws `not_found`, `forbidden`, `invalid`,
 * and `conflict` once it no longer waits.
 */
export function askQuestion(
  platform: Platform,
  { text, toId, ...noting }: Noting & { text: string; toId?: string | undefined },
): Promise<NoteView> {
  return addNote(platform, noting, async (tx, row) => {
    const whyNot = whyNotAsk(noting.caller, row)
    if (whyNot !== null) throw new AppError('forbidden', whyNot)
    const asked = toId ?? row.requestedById
    const [person] = await callersNow(platform, tx, { ids: [asked] })
    if (person === undefined || !maySee(person, row) || asked === noting.caller.personId) {
      const message = 'somebody else who is active and may see it'
      throw new AppError('invalid', 'This person cannot be asked about it.', { errors: [{ path: 'to', message }] })
    }
    const words = noteText(text, 'Write what you want to know.')
    const whom = asked === row.requestedById ? '' : ` ${person.name}`
    const sentence = `${noting.caller.name} asks${whom} about “${row.summary || row.title}”: ${words}`
    return {
      kind: 'question',
      event: 'action.question_asked',
      telling: { kind: 'question', to: [asked], sentence },
      toId: asked,
      text: words,
    }
  })
}

/** An answer to a question about a card. Throws `not_found`, `forbidden`, `invalid`, and `conflict` once it no longer waits. */
export function answerQuestion(
  platform: Platform,
  { text, replyTo, ...noting }: Noting & { text: string; replyTo: string },
): Promise<NoteView> {
  return addNote(platform, noting, async (tx, row) => {
    const question = await tx.approvalNote.findUnique({ where: { id: replyTo } })
    if (question === null || question.actionId !== row.id || question.kind !== 'question')
      throw new AppError('invalid', 'There is no such question.', {
        errors: [{ path: 'replyTo', message: 'a question about this action' }],
      })
    if (!mayAnswer(noting.caller, row, question)) throw new AppError('forbidden', 'It was not you who was asked.')
    const words = noteText(text, 'Write an answer.')
    const to = question.fromId === null ? [] : [question.fromId]
    const sentence = `${noting.caller.name} answers about “${row.summary || row.title}”: ${words}`
    return {
      kind: 'answer',
      event: 'action.question_answered',
      telling: { kind: 'answer', to, sentence },
      toId: question.fromId,
      text: words,
      replyTo,
    }
  })
}
