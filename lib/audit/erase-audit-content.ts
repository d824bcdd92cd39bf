import { AppError } from '#lib/core/index.ts'
import { type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import { type AuditSubject, headHashOf } from './audit-entry.ts'
import { recordAudit } from './record-audit.ts'

/** Which events: by their ids (up to 1,000), or all that are about one thing. */
export type ErasureScope = { eventIds: readonly string[] } | { subject: AuditSubject }

export interface Erasure {
  /** The audit event that says who erased what and why; null where nothing was left to erase. */
  eventId: string | null
  /** How many events lost their content. */
  erased: number
  /** The subject may have more of them. */
  more: boolean
}

const mostAtOnce = 1_000
/** What says that something was erased; it can't be erased itself. */
export const erasureKind = 'audit.erased'

/**
 * Erases the content and the salt of audit events for good, in the caller's transaction. What stays is when, what kind, who, about
 * what, and the hash, so the log stays whole; without the salt nobody can tell from the hash what the content was. Up to 1,000 events;
 * of a subject with more, the oldest. Throws `invalid` for an id that is no event, and for a record of an erasure.
 */
export async function eraseAuditContent(
  platform: Pick<Platform, 'clock'>,
  tx: Tx,
  { scope, reason, by }: { scope: ErasureScope; reason: string; by: { personId: string } },
): Promise<Erasure> {
  const rows = await findErasable(tx, scope)
  if (rows.length === 0) return { eventId: null, erased: 0, more: false }
  const events = Object.fromEntries(
    rows.map(({ id, at, kind, actorKind, actorId, subjectKind, subjectId, traceId }) => {
      const actor = { kind: actorKind, id: actorId }
      const subject = { kind: subjectKind, id: subjectId }
      return [id, headHashOf({ id, at: at.toISOString(), kind, actor, subject, traceId })]
    }),
  )
  const eventId = await recordAudit(tx, {
    kind: erasureKind,
    actor: { kind: 'person', id: by.personId },
    subject: 'subject' in scope ? scope.subject : { kind: 'audit', id: 'log' },
    content: { reason, events },
    at: platform.clock.now(),
  })
  // The function and a trigger allow this change and no other, and only to what the event just recorded names.
  const [done] = await tx.$queryRaw<{ erased: number }[]>`select erase_audit_content(${eventId}::uuid) as erased`
  if (done?.erased !== rows.length) throw new AppError('conflict', 'Someone else is erasing the same events. Look again.')
  return { eventId, erased: rows.length, more: rows.length === mostAtOnce }
}

/** The same in a transaction of its own, as often as a subject has events left; answers how many lost their content. */
export async function eraseEvents(
  platform: Platform,
  request: { scope: ErasureScope; reason: string; by: { personId: string } },
): Promise<{ erased: number; eventIds: string[] }> {
  const eventIds: string[] = []
  let erased = 0
  for (;;) {
    const done = await withTransaction(platform, (tx) => eraseAuditContent(platform, tx, request))
    erased += done.erased
    if (done.eventId !== null) eventIds.push(done.eventId)
    if (!done.more) return { erased, eventIds }
  }
}

async function findErasable(tx: Tx, scope: ErasureScope) {
  if ('subject' in scope) {
    const { kind, id } = scope.subject
    return tx.auditEvent.findMany({
      where: { subjectKind: kind, subjectId: id, erasedAt: null, kind: { not: erasureKind } },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      take: mostAtOnce,
      omit: { content: true, salt: true },
    })
  }
  const ids = [...new Set(scope.eventIds)]
  if (ids.length > mostAtOnce) throw new AppError('invalid', `At most ${mostAtOnce} events can be erased at once.`)
  const rows = await tx.auditEvent.findMany({ where: { id: { in: ids } }, omit: { content: true, salt: true } })
  const known = new Set(rows.map(({ id }) => id))
  const errors = [
    ...ids.filter((id) => !known.has(id)).map((id) => ({ path: 'eventIds', message: `there is no event ${id}` })),
    ...rows
      .filter(({ kind }) => kind === erasureKind)
      .map(({ id }) => ({ path: 'eventIds', message: `${id} says what was erased, and stays` })),
  ]
  if (errors.length > 0)
    throw new AppError('invalid', 'Not all of these events can be erased. Nothing was.', { errors: errors.slice(0, 20) })
  return rows.filter(({ erasedAt }) => erasedAt === null)
}
