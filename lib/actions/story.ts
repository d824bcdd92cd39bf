import type { Platform } from '#lib/platform/index.ts'
import { type ActionRow, policyOf } from './action-row.ts'
import { type StoryItem, sayEvent } from './story-sentences.ts'

export type { StoryItem } from './story-sentences.ts'

/** The longest story that is told; an action with more events shows its newest. */
const maxEvents = 500

/**
 * Everything that explains an action, oldest first: who or what asked, model and prompt, sources, rules and facts,
 * decisions, attempts, result, each with the audit event that keeps it.
 */
export async function actionStory(platform: Platform, row: ActionRow): Promise<StoryItem[]> {
  const [events, attempts, turn, people] = await Promise.all([
    platform.db.auditEvent.findMany({
      where: { subjectKind: 'action', subjectId: row.id },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      take: maxEvents,
    }),
    platform.db.attempt.findMany({ where: { actionId: row.id }, orderBy: { fence: 'asc' }, take: maxEvents }),
    row.turnId === null ? null : platform.db.turn.findUnique({ where: { id: row.turnId } }),
    platform.db.person.findMany({
      where: { OR: [{ id: row.requestedById }, { decisions: { some: { actionId: row.id } } }] },
      select: { id: true, name: true },
    }),
  ])
  const leaves = await platform.db.auditLeaf.findMany({ where: { eventId: { in: events.map(({ id }) => id) } } })
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const items = events.flatMap((event) => {
    const index = leaves.find(({ eventId }) => eventId === event.id)?.index ?? null
    const content = event.content as Record<string, unknown>
    return sayEvent({ kind: event.kind, content, who: names.get(event.actorId ?? '') ?? null }, row).map((said) => ({
      at: event.at.toISOString(),
      ...said,
      facts: said.kind === 'policy' ? JSON.stringify({ rules: content.rules, facts: policyOf(row)?.facts ?? null }, null, 2) : null,
      auditEventId: event.id,
      auditIndex: index === null ? null : Number(index),
    }))
  })
  const told = attempts.flatMap((attempt) => (attempt.endedAt === null ? [] : [sayAttempt(attempt, attempt.endedAt)]))
  const model = turn === null ? [] : [sayModel(turn, row, items[0]?.at ?? row.createdAt.toISOString())]
  return [...items, ...told, ...model].sort((a, b) => (a.at === b.at ? order(a) - order(b) : a.at < b.at ? -1 : 1))
}

const kindOrder = ['asked', 'model', 'sources', 'policy', 'edited', 'decided', 'approved', 'sent_back', 'claimed', 'attempt', 'settled']
function order({ kind }: StoryItem): number {
  const place = kindOrder.indexOf(kind)
  return place < 0 ? kindOrder.length : place
}

function sayModel(
  turn: { model: string | null; promptVersion: string | null; toolsOffered: string[] },
  row: ActionRow,
  at: string,
): StoryItem {
  return {
    at,
    kind: 'model',
    title: `${capital(turn.model ?? 'a model')} chose ${row.operation}`,
    detail: `Prompt ${turn.promptVersion ?? 'unknown'}, from ${turn.toolsOffered.length} operations.`,
    facts: turn.toolsOffered.join('\n'),
    auditEventId: null,
    auditIndex: null,
  }
}

interface AttemptRow {
  number: number
  worker: string
  class: string | null
  seen: unknown
  durationMs: number | null
}

function sayAttempt({ number, worker, class: ended, seen, durationMs }: AttemptRow, at: Date): StoryItem {
  const { message } = (seen ?? {}) as { message?: string }
  const took = durationMs === null ? '' : ` after ${durationMs < 1_000 ? `${durationMs} ms` : `${(durationMs / 1_000).toFixed(1)} s`}`
  const titles: Record<string, string> = {
    succeeded: `Attempt ${number} was answered${took}`,
    before_effect: `Attempt ${number} ended before it could do anything${took}`,
    refused: `Attempt ${number} was refused${took}`,
    unknown: `Attempt ${number} ended without a usable answer${took}`,
  }
  return {
    at: at.toISOString(),
    kind: 'attempt',
    title: titles[ended ?? ''] ?? `Attempt ${number} ended${took}`,
    detail: [message, `Worker ${worker}.`].filter(Boolean).join(' '),
    facts: seen === null ? null : JSON.stringify(seen, null, 2),
    auditEventId: null,
    auditIndex: null,
  }
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
