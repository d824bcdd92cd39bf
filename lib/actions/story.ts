import { loadOperation } from '#lib/connectors/index.ts'
import { hideSecrets, secretsIn } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { type ActionRow, policyOf } from './action-row.ts'
import type { OpenGate } from './gates/gate.ts'
import { holdsOf } from './holds.ts'
import { pauseItems } from './pauses/pause-items.ts'
import { type StoryItem, sayEvent } from './story-sentences.ts'
import { undoItems } from './undo-story.ts'

export type { StoryItem } from './story-sentences.ts'

/** The longest story that is told; an action with more events shows its newest. */
const maxEvents = 500

/**
 * Everything that explains an action, oldest first: who or what asked, model and prompt, sources, rules and facts,
 * decisions, attempts, result, each with the audit event that keeps it.
 */
export async function actionStory(platform: Platform, row: ActionRow): Promise<StoryItem[]> {
  const [events, attempts, turn, paused, holds, connected] = await Promise.all([
    platform.db.auditEvent.findMany({
      where: { subjectKind: 'action', subjectId: row.id },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      take: maxEvents,
    }),
    platform.db.attempt.findMany({ where: { actionId: row.id }, orderBy: { fence: 'asc' }, take: maxEvents }),
    row.turnId === null ? null : platform.db.turn.findUnique({ where: { id: row.turnId } }),
    pauseItems(platform, row),
    holdsOf(platform, [row]),
    loadOperation(platform, { operation: row.operation, connectionId: row.connectionId }),
  ])
  const whoms = events.map(({ content }) => whomOf(content))
  const named = [...new Set([...events.map(({ actorKind, actorId }) => (actorKind === 'person' ? actorId : null)), ...whoms])]
  const [leaves, undos, people] = await Promise.all([
    platform.db.auditLeaf.findMany({ where: { eventId: { in: events.map(({ id }) => id) } } }),
    undoItems(platform, row, events),
    platform.db.person.findMany({ where: { id: { in: named.filter((id) => id !== null) } }, select: { id: true, name: true } }),
  ])
  const indexOf = (id: string | null) => {
    const index = leaves.find(({ eventId }) => eventId === id)?.index
    return index === undefined ? null : Number(index)
  }
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const items = events.flatMap((event, index) => {
    const content = (event.content ?? {}) as Record<string, unknown>
    const [who, whom] = [event.actorId, whoms[index]].map((id) => names.get(id ?? '') ?? null)
    return sayEvent({ kind: event.kind, content, who: who ?? null, whom: whom ?? null }, row).map((said) => ({
      at: event.at.toISOString(),
      ...said,
      facts: said.kind === 'policy' ? JSON.stringify({ rules: content.rules, facts: policyOf(row)?.facts ?? null }, null, 2) : null,
      auditEventId: event.id,
      auditIndex: indexOf(event.id),
    }))
  })
  const told = attempts.flatMap((attempt) => (attempt.endedAt === null ? [] : [sayAttempt(attempt, attempt.endedAt)]))
  const model = turn === null ? [] : [sayModel(turn, row, items[0]?.at ?? row.createdAt.toISOString())]
  const hold = holds.get(row.id)
  const held = hold?.kind === 'gate' ? [sayGate(hold.gate, row)] : []
  const taken = undos.map((item) => ({ ...item, auditIndex: indexOf(item.auditEventId) }))
  const story = [...items, ...told, ...model, ...paused, ...held, ...taken].sort((a, b) =>
    a.at === b.at ? order(a) - order(b) : a.at < b.at ? -1 : 1,
  )
  // The facts that rules saw and what was seen on the wire are made of the true values.
  const { input, output } = connected?.operation ?? { input: { json: {} }, output: { json: {} } }
  return hideSecrets(story, [...secretsIn(input.json, row.input), ...secretsIn(output.json, row.result)])
}

/** Whom an event is about besides who caused it, by id. */
function whomOf(content: unknown): string | null {
  const { onBehalfOf, assignee, to } = (content ?? {}) as Record<string, unknown>
  return [onBehalfOf, assignee, to].find((id): id is string => typeof id === 'string' && uuid.test(id)) ?? null
}
// `to` is a status in events that move an action.
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

const kindOrder = [
  'asked',
  'takes_back',
  'model',
  'sources',
  'duplicate',
  'policy',
  'edited',
  'decided',
  'approved',
  'sent_back',
  'paused',
  'held',
  'resumed',
  'claimed',
  'attempt',
  'settled',
]
function order({ kind }: StoryItem): number {
  const place = kindOrder.indexOf(kind)
  return place < 0 ? kindOrder.length : place
}

/** From when it waits for the other side: that may have stopped answering long before this was asked. */
function sayGate({ title, openedAt, why }: OpenGate, row: ActionRow): StoryItem {
  const since = Math.max(openedAt?.getTime() ?? 0, (row.queuedAt ?? row.createdAt).getTime())
  return {
    at: new Date(since).toISOString(),
    kind: 'held',
    title: `It waits until ${title} answers again`,
    detail: why ?? '',
    facts: null,
    auditEventId: null,
    auditIndex: null,
  }
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
