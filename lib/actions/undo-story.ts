import { isSettled } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { type ActionRow, statusOf } from './action-row.ts'
import type { StoryItem } from './story-sentences.ts'

interface Event {
  id: string
  at: Date
  kind: string
  content: unknown
}

type Undo = Pick<ActionRow, 'id' | 'status' | 'summary' | 'title' | 'settledAt'> & { requestedBy: { name: string } }
const told = { id: true, status: true, summary: true, title: true, settledAt: true, requestedBy: { select: { name: true } } } as const

/** The lines about undoing in an action's story: what it takes back, who asked to take it back, and how that ended. */
export async function undoItems(platform: Platform, row: ActionRow, events: readonly Event[]): Promise<StoryItem[]> {
  const asked = events.filter(({ kind }) => kind === 'action.undo_asked').map((event) => ({ event, undoId: undoIdOf(event) }))
  const ids = [...asked.map(({ undoId }) => undoId), ...(row.undoOfId === null ? [] : [row.undoOfId])]
  if (ids.length === 0) return []
  const found = await platform.db.action.findMany({ where: { id: { in: ids } }, select: told })
  const byId = new Map(found.map((one) => [one.id, one]))
  const original = byId.get(row.undoOfId ?? '')
  return [
    ...(original === undefined ? [] : [takesBack(original, row)]),
    ...asked.flatMap(({ event, undoId }) => {
      const undo = byId.get(undoId)
      return undo === undefined ? [] : [wasAsked(event, undo), ...ended(undo)]
    }),
  ]
}

function undoIdOf({ content }: Event): string {
  const { undo } = (content ?? {}) as { undo?: unknown }
  return typeof undo === 'string' ? undo : ''
}

const nothing = { facts: null, auditEventId: null, auditIndex: null }

function takesBack(original: Undo, row: ActionRow): StoryItem {
  return {
    ...nothing,
    at: row.createdAt.toISOString(),
    kind: 'takes_back',
    title: `Takes back “${sentence(original)}”`,
    detail: '',
    actionId: original.id,
  }
}

function wasAsked(event: Event, undo: Undo): StoryItem {
  return {
    ...nothing,
    at: event.at.toISOString(),
    kind: 'undo_asked',
    title: `${undo.requestedBy.name} asked to undo it`,
    detail: sentence(undo),
    auditEventId: event.id,
    actionId: undo.id,
  }
}

function ended(undo: Undo): StoryItem[] {
  if (undo.settledAt === null || !isSettled(statusOf(undo))) return []
  const done = undo.status === 'succeeded'
  return [
    {
      ...nothing,
      at: undo.settledAt.toISOString(),
      kind: done ? 'undone' : 'undo_ended',
      title: done ? `Undone by ${undo.requestedBy.name}` : `The undo ${endWords[undo.status] ?? 'did not happen'}`,
      detail: done ? sentence(undo) : 'It still stands as it was done. Undoing it can be asked for again.',
      actionId: undo.id,
    },
  ]
}

const endWords: Readonly<Record<string, string>> = {
  failed: 'failed',
  denied: 'is not allowed',
  rejected: 'was rejected',
  expired: 'was not decided in time',
  cancelled: 'was withdrawn',
}

function sentence({ summary, title }: Pick<Undo, 'summary' | 'title'>): string {
  return summary || title
}
