import { recordAudit } from '#lib/audit/index.ts'
import { type Platform, type Tx, toJson } from '#lib/platform/index.ts'
import { announceMessages } from './end-turn.ts'
import { messageSequence } from './save-progress.ts'
import { nextSequence } from './start-turn.ts'
import { type UntoldNote, untoldNotes } from './untold-notes.ts'

/**
 * Adds to a conversation what others said about its cards, and the approvals that take another one, each with the card, so that the
 * person can answer there. No model speaks: a question is for the person alone. The caller holds the conversation, and no turn is
 * under way in it.
 */
export async function tellNotes(platform: Platform, tx: Tx, conversationId: string): Promise<void> {
  const notes = await untoldNotes(tx, conversationId)
  if (notes.length === 0) return
  const last = await tx.turn.findFirst({ where: { conversationId }, orderBy: { sequence: 'desc' } })
  for (const note of notes) {
    const at = platform.clock.now()
    const sequence = await nextSequence(tx, conversationId)
    const text = noteWords(note)
    const turn = { id: note.id, conversationId, sequence, kind: 'background', via: 'chat', traceId: note.traceId }
    // Nothing was answered: the count of background turns in a row stays as it is.
    const chain = last?.kind === 'background' ? last.chain : 0
    await tx.turn.create({ data: { ...turn, chain, status: 'done', createdAt: at, startedAt: at, endedAt: at } })
    await tx.message.create({
      data: {
        id: note.id,
        conversationId,
        turnId: note.id,
        sequence: messageSequence(sequence, 'assistant'),
        role: 'assistant',
        parts: toJson([
          { type: 'text', text },
          { type: 'data-action', id: note.actionId, data: { actionId: note.actionId } },
        ]),
        model: toJson([{ role: 'assistant', content: text }]),
        createdAt: at,
      },
    })
    await recordAudit(tx, {
      kind: 'turn.started',
      actor: { kind: 'system', id: null },
      subject: { kind: 'turn', id: note.id },
      content: { conversationId, note: note.id, byModel: false },
      traceId: note.traceId,
    })
  }
  await announceMessages(platform, tx, conversationId)
}

/** One note in plain words, as the conversation hears it. */
export function noteWords({ kind, text, from, to, toRequester, summary }: Omit<UntoldNote, 'id' | 'actionId' | 'traceId'>): string {
  const who = from ?? 'The system'
  const said = text === '' ? '' : `: “${text}”`
  const what = `“${summary}”`
  switch (kind) {
    case 'question':
      return toRequester
        ? `${who} asks you about ${what}${said} Answer on the card.`
        : `${who} asked ${to ?? 'a colleague'} about ${what}${said}`
    case 'answer':
      return `${who} answered a question about ${what}${said}`
    case 'handover':
      return `${who} handed ${what} to ${to ?? 'a colleague'}${said}`
    case 'approval':
      return `${who} approved ${what}${said || '.'} It takes another approval.`
    case 'escalation':
      return `Nobody has decided on ${what} yet, so others are asked as well.${text === '' ? '' : ` ${text}`}`
    default:
      return `${who} reminded those who are asked about ${what}.`
  }
}
