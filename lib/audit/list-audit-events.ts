import { z } from 'zod'
import { AppError } from '#lib/core/index.ts'
import type { Platform, Prisma } from '#lib/platform/index.ts'

export interface AuditFilter {
  /** One event, by its id. */
  event?: string | undefined
  /** An id, a kind, or both as `kind:id`. */
  subject?: string | undefined
  /** A person's id, `system` or `model`. */
  actor?: string | undefined
  /** `action.decided`, or with a star at its end all that begin so: `action.*`. */
  kind?: string | undefined
  from?: Date | undefined
  /** Not included. */
  to?: Date | undefined
  /** 1 to 200, default 50. */
  limit?: number | undefined
  cursor?: string | undefined
}

export interface AuditEventView {
  id: string
  at: string
  kind: string
  actor: { kind: string; id: string | null }
  subject: { kind: string; id: string }
  /** Null once it was erased. */
  content: unknown
  traceId: string | null
  contentHash: string
  /** When its content was erased, and the event that says by whom and why. */
  erased: { at: string; eventId: string } | null
  /** Its place in the log; null while it waits for one. */
  index: number | null
}

const cursorSchema = z.tuple([z.iso.datetime(), z.uuid()])

/** Audit events, newest first. Throws `invalid` for a cursor that is none of ours. */
export async function listAuditEvents(
  { db }: Pick<Platform, 'db'>,
  { limit = 50, cursor, ...filter }: AuditFilter = {},
): Promise<{ items: AuditEventView[]; nextCursor: string | null }> {
  const take = Math.min(Math.max(limit, 1), 200)
  const found = await db.auditEvent.findMany({
    where: { AND: [filterOf(filter), ...(cursor === undefined ? [] : [behind(cursor)])] },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: take + 1,
  })
  const rows = found.slice(0, take)
  const leaves = await db.auditLeaf.findMany({
    where: { eventId: { in: rows.map(({ id }) => id) } },
    select: { eventId: true, index: true },
  })
  const places = new Map(leaves.map(({ eventId, index }) => [eventId, Number(index)]))
  const last = found.length > take ? rows.at(-1) : undefined
  return {
    items: rows.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      kind: row.kind,
      actor: { kind: row.actorKind, id: row.actorId },
      subject: { kind: row.subjectKind, id: row.subjectId },
      content: row.content,
      traceId: row.traceId,
      contentHash: `sha256:${Buffer.from(row.contentHash).toString('hex')}`,
      erased: row.erasedAt === null || row.erasureId === null ? null : { at: row.erasedAt.toISOString(), eventId: row.erasureId },
      index: places.get(row.id) ?? null,
    })),
    nextCursor: last === undefined ? null : Buffer.from(JSON.stringify([last.at.toISOString(), last.id])).toString('base64url'),
  }
}

function filterOf({ event, subject, actor, kind, from, to }: Omit<AuditFilter, 'limit' | 'cursor'>): Prisma.AuditEventWhereInput {
  const at = { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) }
  return {
    ...(event === undefined ? {} : { id: event }),
    ...(from === undefined && to === undefined ? {} : { at }),
    ...(kind === undefined ? {} : { kind: kind.endsWith('*') ? { startsWith: kind.slice(0, -1) } : kind }),
    ...(actor === undefined ? {} : actor === 'system' || actor === 'model' ? { actorKind: actor } : { actorId: actor }),
    ...(subject === undefined ? {} : subjectFilter(subject)),
  }
}

function subjectFilter(subject: string): Prisma.AuditEventWhereInput {
  const { kind, id, either } = subjectParts(subject)
  return either === null ? { subjectKind: kind, subjectId: id } : { OR: [{ subjectId: either }, { subjectKind: either }] }
}

/** What a filter by subject means: `kind:id`, or a word that may be `either`. */
export function subjectParts(subject: string): { kind: string; id: string; either: string | null } {
  const split = subject.indexOf(':')
  if (split <= 0) return { kind: '', id: '', either: subject }
  return { kind: subject.slice(0, split), id: subject.slice(split + 1), either: null }
}

function behind(cursor: string): Prisma.AuditEventWhereInput {
  const read = cursorSchema.safeParse(decoded(cursor))
  if (!read.success) {
    throw new AppError('invalid', 'This cursor is not one of ours. Begin again without it.', {
      errors: [{ path: 'cursor', message: 'not a cursor' }],
    })
  }
  const [at, id] = read.data
  // The first condition follows from the second, and is what lets the index begin here instead of at the newest.
  return { at: { lte: new Date(at) }, OR: [{ at: { lt: new Date(at) } }, { id: { lt: id } }] }
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}
