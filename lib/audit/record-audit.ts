import { randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import type { Json, JsonObject } from '#lib/core/index.ts'
import type { Prisma, Tx } from '#lib/platform/index.ts'
import { type AuditActor, type AuditSubject, contentHashOf } from './audit-entry.ts'

export interface AuditEntryDraft {
  /** What happened, in two words: `action.requested`. */
  kind: string
  actor: AuditActor
  subject: AuditSubject
  /** What there is to say about it, as JSON. Kept for good: no secrets. */
  content: object
  traceId?: string
  /** When it happened, if not now. */
  at?: Date
}

const saltBytes = 16

/** Writes an audit event in the transaction of the change that it tells of, and answers its id. Nothing is recorded if that rolls back. */
export async function recordAudit(tx: Tx, draft: AuditEntryDraft): Promise<string> {
  const row = auditRow(draft)
  await tx.auditEvent.create({ data: row, select: { id: true } })
  return row.id
}

/** Several events in one statement, in this order. */
export async function recordAuditEvents(tx: Tx, drafts: readonly AuditEntryDraft[]): Promise<string[]> {
  const rows = drafts.map(auditRow)
  await tx.auditEvent.createMany({ data: rows })
  return rows.map(({ id }) => id)
}

/** The row of an event, with its salt and content hash. */
export function auditRow({ kind, actor, subject, content, traceId = '', at = new Date() }: AuditEntryDraft) {
  const id = uuidv7()
  const salt = Uint8Array.from(randomBytes(saltBytes))
  const kept = storable(content)
  const trace = traceId === '' ? null : traceId
  const statement = { id, at: at.toISOString(), kind, actor, subject, content: kept, traceId: trace }
  return {
    id,
    at,
    kind,
    actorKind: actor.kind,
    actorId: actor.id,
    subjectKind: subject.kind,
    subjectId: subject.id,
    content: kept as Prisma.InputJsonObject,
    salt,
    contentHash: Uint8Array.from(contentHashOf(salt, statement)),
    traceId: trace,
  }
}

/**
 * As JSON that arrives in PostgreSQL as it was hashed: NUL and lone surrogates, which it refuses, become U+FFFD, and a member named
 * `__proto__`, which a copy on the way would lose, gets brackets. An odd content must not stop a record, nor make it unverifiable.
 */
function storable(content: object): JsonObject {
  const text = JSON.stringify(content)
  return /\\u(0000|d[89a-f])|"__proto__":/i.test(text) ? (cleaned(JSON.parse(text)) as JsonObject) : JSON.parse(text)
}

function cleaned(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\ufffd')
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key === '__proto__' ? '(__proto__)' : cleaned(key), cleaned(member)]),
  )
}
