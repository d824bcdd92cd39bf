import type { Platform } from '#lib/platform/index.ts'
import type { ActionRow } from './action-row.ts'
import { type StoryItem, sayEvent } from './story-sentences.ts'

/** The longest story that is told. */
const maxEvents = 500

/** What a reader of the whole wants to know of each step; the rest stands in the step's own story. */
const kinds = [
  'action.requested',
  'action.decided',
  'action.rejected',
  'action.sent_back',
  'action.outcome_unknown',
  'action.settled',
  'action.resolved',
  'action.cancelled',
  'action.expired',
  'action.denied',
]

/** The steps of a turn's undo as one story, oldest first: each line says which step it is about, and leads to it. */
export async function turnUndoStory(platform: Platform, steps: readonly ActionRow[]): Promise<StoryItem[]> {
  const events = await platform.db.auditEvent.findMany({
    where: { subjectKind: 'action', subjectId: { in: steps.map(({ id }) => id) }, kind: { in: kinds } },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    take: maxEvents,
  })
  const people = await platform.db.person.findMany({
    where: {
      id: { in: [...new Set(events.flatMap(({ actorKind, actorId }) => (actorKind === 'person' && actorId !== null ? [actorId] : [])))] },
    },
    select: { id: true, name: true },
  })
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const rows = new Map(steps.map((row) => [row.id, row]))
  return events.flatMap((event) => {
    const row = rows.get(event.subjectId)
    if (row === undefined) return []
    const content = (event.content ?? {}) as Record<string, unknown>
    return sayEvent({ kind: event.kind, content, who: names.get(event.actorId ?? '') ?? null }, row).map((said) => ({
      at: event.at.toISOString(),
      kind: event.kind === 'action.settled' && content.to === 'succeeded' ? 'undone' : said.kind,
      title: `${row.summary || row.title}: ${lowered(said.title)}`,
      // What was done is the step's own sentence, which stands in the title already.
      detail: said.detail === row.summary || said.detail === row.title ? '' : said.detail,
      facts: null,
      auditEventId: event.id,
      auditIndex: null,
      actionId: row.id,
    }))
  })
}

/** A sentence's first word in the middle of another; a name keeps its capital. */
function lowered(title: string): string {
  return /^(?:Done|It|Nobody) /.test(`${title.replace(/,/, ' ')} `) ? title.charAt(0).toLowerCase() + title.slice(1) : title
}
