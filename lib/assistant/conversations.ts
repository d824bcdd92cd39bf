import { AppError } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, type Prisma, storableText, type Tx, withTransaction } from '#lib/platform/index.ts'
import { untitled } from './title-of.ts'
import type { ChatMessage } from './ui-parts.ts'

export interface ConversationView {
  id: string
  title: string
  createdAt: string
  updatedAt: string
  /** A turn is queued or under way. */
  active: boolean
  /** It plans: everything is previewed and judged, nothing with an effect is asked for. */
  dryRun: boolean
}

const underWay = { status: { in: ['queued', 'running'] } } satisfies Prisma.TurnWhereInput
const withActive = { _count: { select: { turns: { where: underWay } } } } satisfies Prisma.ConversationInclude
type Row = Prisma.ConversationGetPayload<{ include: typeof withActive }>

/** A new, empty conversation; without a title it takes one from its first message. `dryRun`: it plans from its first message on. */
export async function createConversation(
  platform: Platform,
  {
    caller,
    title,
    dryRun = false,
    within,
  }: {
    caller: Caller
    title?: string | undefined
    dryRun?: boolean | undefined
    within?: ((tx: Tx, conversationId: string) => Promise<void>) | undefined
  },
): Promise<ConversationView> {
  requireAbility(caller, 'conversation.own')
  const now = platform.clock.now()
  const given = storableText(title ?? '').trim()
  const id = platform.ids()
  return withTransaction(platform, async (tx) => {
    await within?.(tx, id)
    const row = await tx.conversation.create({
      data: { id, ownerId: caller.personId, title: given === '' ? untitled : given, dryRun, createdAt: now, updatedAt: now },
      include: withActive,
    })
    return viewOf(row)
  })
}

/** The caller's own, the one that changed last first. */
export async function listConversations(
  platform: Platform,
  caller: Caller,
  { limit, after }: { limit: number; after?: { updatedAt: Date; id: string } | undefined },
): Promise<{ items: ConversationView[]; more: boolean }> {
  const rows = await platform.db.conversation.findMany({
    where: {
      ownerId: caller.personId,
      ...(after === undefined
        ? {}
        : { OR: [{ updatedAt: { lt: after.updatedAt } }, { updatedAt: after.updatedAt, id: { lt: after.id } }] }),
    },
    include: withActive,
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  return { items: rows.slice(0, limit).map(viewOf), more: rows.length > limit }
}

/**
 * A conversation of the caller's with its messages in order. What a turn under way has said so far is not among them:
 * its stream tells it from the beginning. Throws `not_found`, also for one of someone else.
 */
export async function getConversation(
  platform: Platform,
  { conversationId, caller }: { conversationId: string; caller: Caller },
): Promise<ConversationView & { messages: ChatMessage[] }> {
  const row = await platform.db.conversation.findUnique({ where: { id: conversationId }, include: withActive })
  if (row?.ownerId !== caller.personId) throw new AppError('not_found', 'There is no such conversation.')
  return { ...viewOf(row), messages: await loadMessages(platform, { conversationId }) }
}

/** Messages as pages show them, of a whole conversation or of one turn. */
export async function loadMessages(platform: Platform, where: { conversationId: string } | { turnId: string }): Promise<ChatMessage[]> {
  const rows = await platform.db.message.findMany({
    where: { ...where, OR: [{ role: 'user' }, { turn: { NOT: underWay } }] },
    include: { turn: { select: { kind: true, model: true } } },
    orderBy: { sequence: 'asc' },
  })
  return rows.map(({ id, role, parts, turnId, createdAt, turn }) => ({
    id,
    role: role as 'user' | 'assistant',
    parts: parts as unknown as ChatMessage['parts'],
    metadata: {
      turnId,
      kind: turn.kind as 'user' | 'background',
      createdAt: createdAt.toISOString(),
      ...(role === 'user' || turn.model === null ? {} : { model: turn.model }),
    },
  }))
}

/** The turn that is under way, or next; null when the conversation rests. */
export async function activeTurn(platform: Platform, conversationId: string): Promise<{ id: string; status: string } | null> {
  return platform.db.turn.findFirst({
    where: { conversationId, ...underWay },
    orderBy: { sequence: 'asc' },
    select: { id: true, status: true },
  })
}

function viewOf({ id, title, createdAt, updatedAt, dryRun, _count }: Row): ConversationView {
  return { id, title, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString(), active: _count.turns > 0, dryRun }
}
