import { z } from 'zod'
import { getAction } from '#lib/actions/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { decodeCursor, type Page, type Platform, pageOf, type Tx } from '#lib/platform/index.ts'

export const noteKinds = ['question', 'answer', 'handover', 'reminder', 'escalation'] as const
export type NoteKind = (typeof noteKinds)[number]

interface Named {
  id: string
  name: string
}

/** One thing that was said about a card while it waited. */
export interface NoteView {
  id: string
  actionId: string
  kind: NoteKind
  /** Null: the system. */
  from: Named | null
  /** Null: nobody in particular. */
  to: Named | null
  text: string
  /** The question that an answer belongs to. */
  replyTo: string | null
  at: string
}

interface NoteRow {
  id: string
  actionId: string
  kind: string
  fromId: string | null
  toId: string | null
  text: string
  replyTo: string | null
  at: Date
}

/** Notes with the names of those who said them and of those they were for. */
export async function noteViews(on: Platform['db'] | Tx, rows: readonly NoteRow[]): Promise<NoteView[]> {
  const ids = [...new Set(rows.flatMap(({ fromId, toId }) => [fromId, toId].filter((id) => id !== null)))]
  const people = ids.length === 0 ? [] : await on.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const named = (id: string | null) => people.find((person) => person.id === id) ?? null
  return rows.map(({ fromId, toId, kind, at, ...row }) => ({
    ...row,
    kind: kind as NoteKind,
    from: named(fromId),
    to: named(toId),
    at: at.toISOString(),
  }))
}

/** What was said about an action that the caller may see, oldest first. Throws `not_found`. */
export async function actionNotes(
  platform: Platform,
  { actionId, caller, limit = 50, cursor }: { actionId: string; caller: Caller; limit?: number; cursor?: string | undefined },
): Promise<Page<NoteView>> {
  await getAction(platform, { actionId, caller })
  const after = decodeCursor(cursor, z.uuid())
  const rows = await platform.db.approvalNote.findMany({
    where: { actionId, ...(after === undefined ? {} : { id: { gt: after } }) },
    // UUIDv7: the order of ids is that of their making.
    orderBy: { id: 'asc' },
    take: limit + 1,
  })
  const { items, nextCursor } = pageOf(
    rows,
    limit,
    ({ id }) => id,
    (row) => row,
  )
  return { items: await noteViews(platform.db, items), nextCursor }
}

/** The newest notes of each of these actions, oldest first: for their cards. */
export async function notesOf(platform: Platform, actionIds: readonly string[]): Promise<Map<string, NoteView[]>> {
  if (actionIds.length === 0) return new Map()
  const rows = await platform.db.$queryRaw<NoteRow[]>`
    select n.* from unnest(${[...actionIds]}::uuid[]) as a(id), lateral (
      select * from approval_note where "actionId" = a.id order by at desc, id desc limit ${mostOnCard}) as n
    order by n.at, n.id`
  return Map.groupBy(await noteViews(platform.db, rows), ({ actionId }) => actionId)
}

/** A card shows so many of its notes, the newest. */
const mostOnCard = 50

/** One note. Throws where there is none: for repeats of a request that made it. */
export async function getNote(platform: Platform, id: string): Promise<NoteView> {
  const row = await platform.db.approvalNote.findUniqueOrThrow({ where: { id } })
  const [view] = await noteViews(platform.db, [row])
  if (view === undefined) throw new TypeError('a note has no view')
  return view
}
