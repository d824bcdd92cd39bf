import { z } from 'zod'
import { recordAudit } from '#lib/audit/index.ts'
import { AppError, type FieldError } from '#lib/core/index.ts'
import { decodeCursor, type Page, type Platform, pageOf, type Tx, withTransaction } from '#lib/platform/index.ts'
import { can, requireAbility } from './abilities.ts'
import type { Caller } from './caller.ts'
import { type DelegationView, toDelegationView, withPeople } from './delegation-view.ts'
import { parseWith } from './parse-with.ts'
import { announcePerson } from './person-view.ts'

/** Nobody is away for longer; who is, delegates again. */
const mostDays = 90
/** And nobody plans further ahead than this. */
const mostDaysAhead = 366
const dayMs = 86_400_000

export const newDelegationSchema = z.object({
  /** Whose decisions; the caller's own without it. */
  fromId: z.uuid().optional(),
  toId: z.uuid(),
  /** From now on without it. */
  startsAt: z.coerce.date().optional(),
  endsAt: z.coerce.date(),
  reason: z.string().trim().max(500, 'at most 500 characters').optional(),
})

type NewDelegation = z.input<typeof newDelegationSchema> & {
  caller: Caller
  traceId?: string | undefined
  /** Runs in the transaction that makes it. */
  within?: ((tx: Tx, delegationId: string) => Promise<void>) | undefined
}

/**
 * While one is away another decides as they would: for the caller themselves, or, by an admin, for someone else. It hands over what
 * the one who is away holds themselves, never what others delegated to them. Throws `forbidden`, and `invalid` with the fields.
 */
export async function createDelegation(platform: Platform, { caller, traceId, within, ...given }: NewDelegation): Promise<DelegationView> {
  const { fromId = caller.personId, toId, reason, endsAt, ...wanted } = parseWith(newDelegationSchema, given)
  requireAbility(caller, 'delegation.manage', { ownerId: fromId })
  const now = platform.clock.now()
  const startsAt = wanted.startsAt ?? now
  const id = platform.ids()
  return withTransaction(platform, async (tx) => {
    await within?.(tx, id)
    const people = await tx.person.findMany({ where: { id: { in: [fromId, toId] }, active: true }, select: { id: true } })
    const errors = [
      ...misfits({ now, startsAt, endsAt }),
      ...(fromId === toId ? [{ path: 'toId', message: 'someone else: nobody stands in for themselves' }] : []),
      ...[
        { path: 'fromId', id: fromId },
        { path: 'toId', id: toId },
      ]
        .filter(({ id: wantedId }) => !people.some((person) => person.id === wantedId))
        .map(({ path }) => ({ path, message: 'a person who is active here' })),
    ]
    if (errors.length > 0) throw new AppError('invalid', 'This cannot be delegated so.', { errors })
    const row = await tx.delegation.create({
      data: { id, fromId, toId, startsAt, endsAt, reason: reason || null, createdAt: now },
      include: withPeople,
    })
    await recordAudit(tx, {
      kind: 'delegation.created',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'delegation', id },
      content: { fromId, toId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), reason: row.reason },
      ...(traceId === undefined ? {} : { traceId }),
    })
    await announceBoth(platform, tx, row)
    return toDelegationView(row, now)
  })
}

function misfits({ now, startsAt, endsAt }: { now: Date; startsAt: Date; endsAt: Date }): FieldError[] {
  const days = (endsAt.getTime() - startsAt.getTime()) / dayMs
  if (endsAt <= startsAt) return [{ path: 'endsAt', message: 'after it begins' }]
  if (endsAt <= now) return [{ path: 'endsAt', message: 'a time that is still to come' }]
  if (days > mostDays) return [{ path: 'endsAt', message: `at most ${mostDays} days after it begins` }]
  return startsAt.getTime() > now.getTime() + mostDaysAhead * dayMs ? [{ path: 'startsAt', message: 'within a year from now' }] : []
}

/** Ends it at once; what was decided in that name before stands. Revoking twice changes nothing. Throws `not_found`, `forbidden`. */
export async function revokeDelegation(
  platform: Platform,
  { delegationId, caller, traceId }: { delegationId: string; caller: Caller; traceId?: string | undefined },
): Promise<DelegationView> {
  return withTransaction(platform, async (tx) => {
    const row = await tx.delegation.findUnique({ where: { id: delegationId }, include: withPeople })
    if (row === null || !concerns(caller, row)) throw new AppError('not_found', 'There is no such delegation.')
    // Whoever was asked to stand in may decline as well.
    if (row.toId !== caller.personId || caller.via === 'key') requireAbility(caller, 'delegation.manage', { ownerId: row.fromId })
    const now = platform.clock.now()
    const { count } = await tx.delegation.updateMany({ where: { id: delegationId, revokedAt: null }, data: { revokedAt: now } })
    if (count === 0) return toDelegationView(row, now)
    await recordAudit(tx, {
      kind: 'delegation.revoked',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'delegation', id: delegationId },
      content: { fromId: row.fromId, toId: row.toId },
      ...(traceId === undefined ? {} : { traceId }),
    })
    await announceBoth(platform, tx, row)
    return toDelegationView({ ...row, revokedAt: now }, now)
  })
}

/** One that concerns the caller, or any for an admin or auditor. Throws `not_found`. */
export async function getDelegation(
  platform: Platform,
  { delegationId, caller }: { delegationId: string; caller: Caller },
): Promise<DelegationView> {
  const row = await platform.db.delegation.findUnique({ where: { id: delegationId }, include: withPeople })
  if (row === null || !concerns(caller, row)) throw new AppError('not_found', 'There is no such delegation.')
  return toDelegationView(row, platform.clock.now())
}

/** Newest first, past ones too: the caller's own, in both directions; `all`: everybody's, for those who see everything. */
export async function listDelegations(
  platform: Platform,
  { caller, scope = 'mine', limit = 50, cursor }: { caller: Caller; scope?: 'mine' | 'all'; limit?: number; cursor?: string | undefined },
): Promise<Page<DelegationView>> {
  const before = decodeCursor(cursor, z.uuid())
  const all = scope === 'all' && can(caller, 'action.readAll')
  const rows = await platform.db.delegation.findMany({
    where: {
      ...(all ? {} : { OR: [{ fromId: caller.personId }, { toId: caller.personId }] }),
      ...(before === undefined ? {} : { id: { lt: before } }),
    },
    include: withPeople,
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const now = platform.clock.now()
  return pageOf(
    rows,
    limit,
    (row) => row.id,
    (row) => toDelegationView(row, now),
  )
}

function concerns(caller: Caller, { fromId, toId }: { fromId: string; toId: string }): boolean {
  return fromId === caller.personId || toId === caller.personId || can(caller, 'action.readAll')
}

/** The pages of both look again: what they may decide has changed. */
async function announceBoth(platform: Platform, tx: Tx, { fromId, toId }: { fromId: string; toId: string }): Promise<void> {
  await announcePerson(platform, tx, fromId)
  await announcePerson(platform, tx, toId)
}
