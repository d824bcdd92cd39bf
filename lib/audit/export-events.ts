import { AppError } from '#lib/core/index.ts'
import { subjectParts } from './list-audit-events.ts'
import type { AskRows, LogTree } from './log-tree.ts'

export interface ExportFilter {
  from?: Date | undefined
  /** Not included. */
  to?: Date | undefined
  /** An id, a kind, or both as `kind:id`. */
  subject?: string | undefined
}

const pageSize = 500

interface Row {
  id: string
  at: string
  kind: string
  actorKind: string
  actorId: string | null
  subjectKind: string
  subjectId: string
  /** As PostgreSQL writes it: one line, members in an order of its own. Canonical order is for who hashes it. */
  content: string | null
  salt: string | null
  traceId: string | null
  contentHash: string
  erasedAt: string | null
  erasureId: string | null
  index: string
  leafHash: string
}

const isoTime = (column: string) => `to_char(e.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const columns = `e.id, ${isoTime('at')} as at, e.kind, e."actorKind", e."actorId", e."subjectKind", e."subjectId", e.content::text as content,
  encode(e.salt, 'hex') as salt, e."traceId", encode(e."contentHash", 'hex') as "contentHash", ${isoTime('"erasedAt"')} as "erasedAt",
  e."erasureId", l.index, encode(l."leafHash", 'hex') as "leafHash"`

/** The events that fit, in the order of the log, each with its proof; pieces of a few hundred lines. */
export async function* eventLines(
  ask: AskRows,
  tree: LogTree,
  { size, filter }: { size: number; filter: ExportFilter },
): AsyncGenerator<string[], void> {
  const { where, values } = conditions(filter)
  const whole = values.length === 0
  let next = 0
  for (;;) {
    const rows = await ask<Row>(
      `select ${columns} from audit_leaf l join audit_event e on e.id = l."eventId"
       where l.index >= $1 and l.index < $2 ${where} order by l.index limit ${pageSize}`,
      [next, size, ...values],
    )
    if (whole) requireNoGap(rows, next, Math.min(pageSize, size - next))
    if (rows.length === 0) return
    const lines: string[] = []
    for (const row of rows) lines.push(lineOf(row, await tree.inclusion(Number(row.index))))
    yield lines
    if (rows.length < pageSize) return
    next = Number(rows.at(-1)?.index) + 1
  }
}

function conditions({ from, to, subject }: ExportFilter): { where: string; values: unknown[] } {
  const values: unknown[] = []
  // The first two are the places.
  const placed = (value: unknown) => `$${values.push(value) + 2}`
  const parts: string[] = []
  if (from !== undefined) parts.push(`e.at >= ${placed(from)}`)
  if (to !== undefined) parts.push(`e.at < ${placed(to)}`)
  if (subject !== undefined) {
    const { kind, id, either } = subjectParts(subject)
    if (either === null) parts.push(`e."subjectKind" = ${placed(kind)} and e."subjectId" = ${placed(id)}`)
    else parts.push(`(e."subjectId" = ${placed(either)} or e."subjectKind" = ${placed(either)})`)
  }
  return { where: parts.map((part) => `and ${part}`).join(' '), values }
}

function requireNoGap(rows: readonly Row[], first: number, wanted: number): void {
  const gap = rows.findIndex(({ index }, at) => Number(index) !== first + at)
  if (gap < 0 && rows.length === wanted) return
  const missing = first + (gap < 0 ? rows.length : gap)
  throw new AppError('internal', `Entry ${missing} is missing from the audit log. Run: npm run audit:verify`)
}

/** `content` goes in as the text that the database has: nothing is parsed and written again. */
function lineOf(row: Row, path: readonly Buffer[]): string {
  const { id, at, kind, actorKind, actorId, subjectKind, subjectId, content, salt, traceId, contentHash, index, leafHash } = row
  const head = JSON.stringify({
    type: 'event',
    index: Number(index),
    id,
    at,
    kind,
    actor: { kind: actorKind, id: actorId },
    subject: { kind: subjectKind, id: subjectId },
    traceId,
  })
  const erased = row.erasedAt === null ? null : { at: row.erasedAt, eventId: row.erasureId }
  const tail = JSON.stringify({ salt, contentHash, leafHash, path: path.map((hash) => hash.toString('hex')), erased })
  // Some readers of lines also break at these two, which JSON allows in a text.
  return `${head.slice(0, -1)},"content":${content ?? 'null'},${tail.slice(1)}\n`
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}
