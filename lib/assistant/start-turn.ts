import { recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, storableText, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { wishOf } from './asks-for-plan.ts'
import { announceMessages } from './end-turn.ts'
import { messageSequence } from './save-progress.ts'
import { titleOf, untitled } from './title-of.ts'
import { maxTextChars } from './tunables.ts'
import { lockConversation, wakeTurn } from './turn-job.ts'

export interface TurnRequest {
  caller: Caller
  conversationId: string
  text: string
  via: 'chat' | 'api'
  /** Plan only, whatever the conversation says. */
  dryRun?: boolean | undefined
  traceId: string
  /** Runs in the transaction that makes the turn. */
  within?: ((tx: Tx, turnId: string) => Promise<void>) | undefined
}

/**
 * Takes a person's message: turn, message, audit event and job in one transaction. Turns of one conversation run one
 * after another. Throws `not_found` for a conversation of someone else, `forbidden`, `invalid` for an empty text.
 */
export async function startTurn(platform: Platform, request: TurnRequest): Promise<{ turnId: string }> {
  const { caller, conversationId, via, traceId } = request
  requireAbility(caller, 'conversation.own')
  const text = storableText(request.text).trim()
  if (text === '' || text.length > maxTextChars) {
    const message = text === '' ? 'Write something first.' : `At most ${maxTextChars} characters; this has ${text.length}.`
    throw new AppError('invalid', message, { errors: [{ path: 'text', message }] })
  }
  const turnId = platform.ids()
  await withTransaction(platform, async (tx) => {
    await lockConversation(tx, conversationId)
    const conversation = await tx.conversation.findUnique({ where: { id: conversationId } })
    if (conversation?.ownerId !== caller.personId) throw new AppError('not_found', 'There is no such conversation.')
    await request.within?.(tx, turnId)
    const sequence = await nextSequence(tx, conversationId)
    const createdAt = platform.clock.now()
    const dryRun = request.dryRun === true || conversation.dryRun || wishOf(text) !== null
    await tx.turn.create({
      data: {
        id: turnId,
        conversationId,
        sequence,
        kind: 'user',
        status: 'queued',
        via,
        apiKeyId: caller.apiKeyId,
        text,
        dryRun,
        traceId,
        createdAt,
      },
    })
    await tx.message.create({
      data: {
        id: platform.ids(),
        conversationId,
        turnId,
        sequence: messageSequence(sequence, 'user'),
        role: 'user',
        parts: toJson([{ type: 'text', text }]),
        createdAt,
      },
    })
    if (conversation.title === untitled) await tx.conversation.update({ where: { id: conversationId }, data: { title: titleOf(text) } })
    await recordAudit(tx, {
      kind: 'turn.started',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'turn', id: turnId },
      content: { conversationId, via, text, dryRun, ...(caller.apiKeyId === null ? {} : { apiKeyId: caller.apiKeyId }) },
      traceId,
    })
    await announceMessages(platform, tx, conversationId)
    await wakeTurn(platform, tx, { id: turnId, fence: 0 })
  })
  return { turnId }
}

/** The next turn's number; the caller holds the conversation. */
export async function nextSequence(tx: Tx, conversationId: string): Promise<number> {
  const { _max } = await tx.turn.aggregate({ where: { conversationId }, _max: { sequence: true } })
  return (_max.sequence ?? 0) + 1
}
