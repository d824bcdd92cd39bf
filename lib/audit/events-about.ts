import type { Json } from '#lib/core/index.ts'
import type { Database, Tx } from '#lib/platform/index.ts'
import type { AuditSubject } from './audit-entry.ts'

/** An audit event with all that its content hash is made of. Content and salt are null once erased. */
export interface WholeAuditEvent {
  id: string
  at: string
  kind: string
  actor: { kind: string; id: string | null }
  subject: AuditSubject
  content: Json
  salt: string | null
  contentHash: string
  traceId: string | null
  erased: boolean
}

/** What was recorded about one subject, in order of time: `limit` at most. Who asks is the caller's to check. */
export async function eventsAbout(
  { db }: { db: Database | Tx },
  { kind, id }: AuditSubject,
  { limit }: { limit: number },
): Promise<WholeAuditEvent[]> {
  const rows = await db.auditEvent.findMany({
    where: { subjectKind: kind, subjectId: id },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    take: limit,
  })
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    actor: { kind: row.actorKind, id: row.actorId },
    subject: { kind: row.subjectKind, id: row.subjectId },
    content: row.content as Json,
    salt: row.salt === null ? null : Buffer.from(row.salt).toString('hex'),
    contentHash: Buffer.from(row.contentHash).toString('hex'),
    traceId: row.traceId,
    erased: row.salt === null,
  }))
}
