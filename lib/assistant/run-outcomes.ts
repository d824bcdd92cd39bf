import { type ActionRow, actionInclude, markTold, statusOf } from '#lib/actions/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { isSettled } from '#lib/core/index.ts'
import { type Platform, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { announceMessages } from './end-turn.ts'
import { plainOutcomes } from './plain-outcomes.ts'
import { messageSequence } from './save-progress.ts'
import { nextSequence } from './start-turn.ts'
import { tellNotes } from './tell-notes.ts'
import { gatherOutcomesMs, maxBackgroundTurns } from './tunables.ts'
import { lockConversation, wakeTurn } from './turn-job.ts'

/**
 * Tells a conversation what others said about its cards, and how its actions ended, all that have at once: by a background turn (which
 * only plans where the conversation is in dry run), or, after five of those in a row, in plain lines. Does nothing while a turn is under
 * way: its end looks again. Safe to run twice.
 */
export async function runOutcomes(platform: Platform, conversationId: string): Promise<void> {
  await withTransaction(platform, async (tx) => {
    await lockConversation(tx, conversationId)
    const active = await tx.turn.count({ where: { conversationId, status: { in: ['queued', 'running'] } } })
    if (active > 0) return
    await tellNotes(platform, tx, conversationId)
    const rows = await tellable(platform, tx, conversationId)
    if (rows.length === 0) return
    const { dryRun } = await tx.conversation.findUniqueOrThrow({ where: { id: conversationId }, select: { dryRun: true } })
    const last = await tx.turn.findFirst({ where: { conversationId }, orderBy: { sequence: 'desc' } })
    const asked = await tx.turn.findFirst({ where: { conversationId, kind: 'user' }, orderBy: { sequence: 'desc' } })
    const chain = (last?.kind === 'background' ? last.chain : 0) + 1
    const turn = {
      id: platform.ids(),
      conversationId,
      sequence: await nextSequence(tx, conversationId),
      kind: 'background',
      chain,
      via: asked?.via ?? 'chat',
      apiKeyId: asked?.apiKeyId ?? null,
      outcomes: rows.map(({ id }) => id),
      // What it was told of may be real; what it would do next is a plan all the same.
      dryRun,
      traceId: rows[0]?.traceId ?? '',
      createdAt: platform.clock.now(),
    }
    const byModel = chain <= maxBackgroundTurns
    const state = byModel ? { status: 'queued' } : { status: 'done', startedAt: turn.createdAt, endedAt: turn.createdAt }
    await tx.turn.create({ data: { ...turn, ...state } })
    await recordAudit(tx, {
      kind: 'turn.started',
      actor: { kind: 'system', id: null },
      subject: { kind: 'turn', id: turn.id },
      content: { conversationId, outcomes: turn.outcomes, chain, byModel, dryRun },
      traceId: turn.traceId,
    })
    if (byModel) await wakeTurn(platform, tx, { id: turn.id, fence: 0 })
    else await tellPlainly(tx, turn, rows)
    await announceMessages(platform, tx, conversationId)
  })
}

interface PlainTurn {
  id: string
  conversationId: string
  sequence: number
  createdAt: Date
}

async function tellPlainly(tx: Tx, turn: PlainTurn, rows: readonly ActionRow[]): Promise<void> {
  const text = plainOutcomes(rows)
  await tx.message.create({
    data: {
      id: turn.id,
      conversationId: turn.conversationId,
      turnId: turn.id,
      sequence: messageSequence(turn.sequence, 'assistant'),
      role: 'assistant',
      parts: toJson([{ type: 'text', text }]),
      model: toJson([{ role: 'assistant', content: text }]),
      createdAt: turn.createdAt,
    },
  })
  await markTold(
    tx,
    rows.map(({ id }) => id),
  )
}

/** Outcomes that nobody was told of, without those whose siblings are about to end too: these tell them together. */
async function tellable(platform: Platform, tx: Tx, conversationId: string): Promise<ActionRow[]> {
  const untold = await tx.action.findMany({
    where: { conversationId, told: false },
    include: actionInclude,
    orderBy: [{ settledAt: 'asc' }, { id: 'asc' }],
  })
  const busy = new Set(untold.filter(movesByItself).map(({ turnId }) => turnId))
  const patience = platform.clock.now().getTime() - gatherOutcomesMs
  const settled = untold.filter((row) => isSettled(statusOf(row)))
  const overdue = settled.some(({ settledAt }) => settledAt !== null && settledAt.getTime() < patience)
  return settled.filter(({ turnId }) => overdue || !busy.has(turnId))
}

function movesByItself(row: ActionRow): boolean {
  const status = statusOf(row)
  if (status === 'requested' || status === 'running') return true
  return status === 'queued' && row.after.every(({ predecessor }) => predecessor.status === 'succeeded')
}
