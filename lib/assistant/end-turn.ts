import type { ModelMessage, UIMessageChunk } from 'ai'
import { markTold } from '#lib/actions/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { isSettled } from '#lib/core/index.ts'
import { type Platform, Prisma, type Tx, toJson } from '#lib/platform/index.ts'
import type { ClaimedTurn } from './claim-turn.ts'
import { answerAll, resultsIn } from './model-messages.ts'
import { settledIn } from './result-for-model.ts'
import { messageSequence } from './save-progress.ts'
import { storedChunks } from './turn-context.ts'
import { lockConversation, wakeOutcomes, wakeTurn } from './turn-job.ts'
import type { TurnLog } from './turn-log.ts'
import { partsOf, textChunks } from './ui-parts.ts'
import { untoldNotes } from './untold-notes.ts'

export type TurnEnd = { status: 'done' } | { status: 'failed'; sentence: string }

/**
 * The end of a turn, in one transaction: its message, its state, what its model was told of actions, the wake-up of the
 * turn after it and of what the conversation still has to hear.
 */
export async function endTurn(platform: Platform, turn: ClaimedTurn, log: TurnLog, end: TurnEnd): Promise<void> {
  await log.flush()
  const before = (await storedChunks(platform, turn.id)).chunks
  const added = closing(turn, before, end)
  const parts = await partsOf([...before, ...added])
  log.push(...added)
  await log.store(async (tx) => {
    await lockConversation(tx, turn.conversationId)
    const now = platform.clock.now()
    const stored = await tx.message.findUnique({ where: { id: turn.id } })
    const said = (stored?.model ?? []) as unknown as ModelMessage[]
    const model = end.status === 'done' ? said : [...answerAll(said), { role: 'assistant' as const, content: end.sentence }]
    await tx.message.upsert({
      where: { id: turn.id },
      update: { parts: toJson(parts), model: toJson(model), createdAt: now },
      create: {
        id: turn.id,
        conversationId: turn.conversationId,
        turnId: turn.id,
        sequence: messageSequence(turn.sequence, 'assistant'),
        role: 'assistant',
        parts: toJson(parts),
        model: toJson(model),
        createdAt: now,
      },
    })
    const heard = end.status === 'done' ? settledIn(resultsIn(said).map(({ value }) => value)) : []
    await markTold(tx, [...heard, ...turn.outcomes])
    const ended = await tx.turn.update({
      where: { id: turn.id },
      data: {
        status: end.status,
        endedAt: now,
        leaseUntil: null,
        error: end.status === 'failed' ? toJson({ message: end.sentence }) : Prisma.DbNull,
      },
    })
    await recordAudit(tx, {
      kind: 'turn.ended',
      actor: { kind: 'model', id: ended.model },
      subject: { kind: 'turn', id: turn.id },
      content: {
        conversationId: turn.conversationId,
        status: end.status,
        promptVersion: ended.promptVersion,
        tainted: ended.tainted,
        toolsOffered: ended.toolsOffered.length,
        ...(end.status === 'failed' ? { error: end.sentence } : {}),
      },
      traceId: turn.traceId,
    })
    await announceMessages(platform, tx, turn.conversationId)
    await wakeNext(platform, tx, turn)
  })
}

/** Tells the owner's pages that the conversation has something new. */
export async function announceMessages(platform: Platform, tx: Tx, conversationId: string): Promise<void> {
  const { ownerId } = await tx.conversation.update({ where: { id: conversationId }, data: { updatedAt: platform.clock.now() } })
  platform.live.publish(tx, { type: 'conversation.updated', id: conversationId, people: [ownerId] })
}

async function wakeNext(platform: Platform, tx: Tx, turn: ClaimedTurn): Promise<void> {
  const next = await tx.turn.findFirst({
    where: { conversationId: turn.conversationId, status: 'queued' },
    orderBy: { sequence: 'asc' },
  })
  if (next !== null) {
    await wakeTurn(platform, tx, next, `after-${turn.id}`)
    return
  }
  const untold = await tx.action.findMany({
    where: { conversationId: turn.conversationId, told: false },
    select: { status: true },
  })
  const settled = untold.some(({ status }) => isSettled(status as Parameters<typeof isSettled>[0]))
  if (settled || (await untoldNotes(tx, turn.conversationId)).length > 0) {
    await wakeOutcomes(platform, tx, turn.conversationId, turn.id)
  }
}

/** What still has to be streamed so that readers have a whole message. */
function closing(turn: ClaimedTurn, before: readonly UIMessageChunk[], end: TurnEnd): UIMessageChunk[] {
  const start: UIMessageChunk[] =
    before.length > 0 ? [] : [{ type: 'start', messageId: turn.id, messageMetadata: { turnId: turn.id, kind: turn.kind } }]
  if (end.status === 'done') return [...start, { type: 'finish' }]
  return [
    ...start,
    { type: 'start-step' },
    ...textChunks('end', end.sentence),
    { type: 'finish-step' },
    { type: 'finish', finishReason: 'error' },
  ]
}
