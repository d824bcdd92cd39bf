import { setImmediate } from 'node:timers/promises'
import { type AuditStatement, contentHashOf, logEntry } from './audit-entry.ts'
import type { Snapshot } from './snapshot.ts'

/** One place of the log with the event that stands there. */
type Row = [
  eventId: string,
  at: string | null,
  kind: string,
  actorKind: string,
  actorId: string | null,
  subjectKind: string,
  subjectId: string,
  content: string,
  salt: string,
  contentHash: string,
  traceId: string | null,
  index: string | null,
  leafHash: string | null,
]

const eventColumns = `to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), e.kind, e."actorKind", e."actorId",
  e."subjectKind", e."subjectId", e.content::text, e.salt::text, e."contentHash"::text, e."traceId"`

export interface LogRow {
  eventId: string
  /** Null: the event is gone. Else the log's entry made from what the event says now. */
  entry: Buffer | null
  /** Whether the stored content hash is the one of what the event says now. */
  intact: boolean
  at: string | null
  index: number
  leafHash: Buffer
}

/** The log from its beginning, in pages; the next page is under way while one is looked at. Memory: two pages. */
export async function* readLog(snapshot: Snapshot, pageSize: number): AsyncGenerator<LogRow[]> {
  const page = (from: number) =>
    snapshot.texts<Row>(
      `select l."eventId", ${eventColumns}, l.index, l."leafHash"::text from audit_leaf l
       left join audit_event e on e.id = l."eventId" where l.index >= $1 order by l.index limit $2`,
      [from, pageSize],
    )
  let next = page(0)
  // A failure while the consumer is busy belongs to the next await, not to nobody.
  next.catch(() => undefined)
  for (;;) {
    const rows = await next
    if (rows.length === 0) return
    next = page(Number(rows.at(-1)?.[11]) + 1)
    next.catch(() => undefined)
    // The query leaves before the hashing begins, and whatever else this process does gets its turn.
    await setImmediate()
    yield rows.map(readRow)
  }
}

/** Events that are in no place of the log, oldest first, in pages. */
export async function* readUnsequenced(snapshot: Snapshot, pageSize: number): AsyncGenerator<LogRow[]> {
  let after = ['-infinity', '00000000-0000-0000-0000-000000000000']
  for (;;) {
    const rows = await snapshot.texts<Row>(
      `select e.id, ${eventColumns}, null, null from audit_event e
       where (e.at, e.id) > ($1::timestamptz, $2::uuid) and not exists (select 1 from audit_leaf l where l."eventId" = e.id)
       order by e.at, e.id limit $3`,
      [...after, pageSize],
    )
    const last = rows.at(-1)
    if (last === undefined) return
    after = [String(last[1]), last[0]]
    yield rows.map(readRow)
  }
}

function readRow([
  eventId,
  at,
  kind,
  actorKind,
  actorId,
  subjectKind,
  subjectId,
  content,
  salt,
  stored,
  traceId,
  index,
  leaf,
]: Row): LogRow {
  const place = { eventId, at, index: Number(index), leafHash: fromHex(leaf ?? '') }
  if (at === null) return { ...place, entry: null, intact: false }
  const statement: AuditStatement = {
    id: eventId,
    at,
    kind,
    actor: { kind: actorKind, id: actorId },
    subject: { kind: subjectKind, id: subjectId },
    content: JSON.parse(content),
    traceId,
  }
  const contentHash = contentHashOf(fromHex(salt), statement)
  return { ...place, entry: logEntry(eventId, contentHash), intact: fromHex(stored).equals(contentHash) }
}

/** PostgreSQL's `\x…`. */
function fromHex(text: string): Buffer {
  return Buffer.from(text.slice(2), 'hex')
}

/** The event at a place of the log; null where the place is empty. */
export async function eventAt(snapshot: Snapshot, index: number): Promise<string | null> {
  const [row] = await snapshot.query<{ eventId: string }>('select "eventId" from audit_leaf where index = $1', [index])
  return row?.eventId ?? null
}

export async function eventExists(snapshot: Snapshot, eventId: string): Promise<boolean> {
  return (await snapshot.query('select 1 from audit_event where id = $1', [eventId])).length > 0
}
