import { holdsRole, type Role, roles } from '#lib/core/index.ts'
import type { Platform, Prisma, Tx } from '#lib/platform/index.ts'
import { type Caller, rolesOf } from './caller.ts'
import { tokenHash } from './secret-token.ts'
import { readSessionCookie } from './session-cookie.ts'

/** How long a key's last use may be out of date: one write a minute at most, however busy the key. */
const lastUsedEveryMs = 60_000

/** The person behind a key, with the key's scopes; null for a key that is unknown or revoked, or whose owner is not active. */
export async function callerByKey(platform: Platform, key: string): Promise<Caller | null> {
  const now = platform.clock.now()
  const row = await platform.db.apiKey.findUnique({
    where: { hash: tokenHash(key) },
    include: { owner: { include: delegationsAt(now) } },
  })
  if (row === null || row.revokedAt !== null || !row.owner.active) return null
  const stale = new Date(now.getTime() - lastUsedEveryMs)
  if (row.lastUsedAt === null || row.lastUsedAt < stale) {
    await platform.db.apiKey.updateMany({
      where: { id: row.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: stale } }] },
      data: { lastUsedAt: now },
    })
  }
  return { ...asCaller(row.owner), apiKeyId: row.id, scopes: row.scopes, via: 'key' }
}

/** The person of a session; null when they are gone or inactive, or when their sessions were ended since it began. */
export async function callerBySession(
  platform: Platform,
  { personId, sessionVersion }: { personId: string; sessionVersion: number },
): Promise<Caller | null> {
  const person = await platform.db.person.findUnique({ where: { id: personId }, include: delegationsAt(platform.clock.now()) })
  if (!person?.active || person.sessionVersion !== sessionVersion) return null
  return asCaller(person)
}

/**
 * A caller made again from what was stored with their request (the worker has no cookie and no key): the person as they are now,
 * through the key that they used, if any. Null when the person is not active or the key was revoked since.
 */
export async function callerAgain(
  platform: Platform,
  { personId, apiKeyId }: { personId: string; apiKeyId: string | null },
): Promise<Caller | null> {
  const person = await platform.db.person.findUnique({ where: { id: personId }, include: delegationsAt(platform.clock.now()) })
  if (!person?.active) return null
  if (apiKeyId === null) return asCaller(person)
  const key = await platform.db.apiKey.findUnique({ where: { id: apiKeyId } })
  if (key === null || key.ownerId !== personId || key.revokedAt !== null) return null
  return { ...asCaller(person), apiKeyId, scopes: key.scopes, via: 'key' }
}

/**
 * People who are active, as their sessions would make them now: these, or everyone who holds one of these roles or stands in for
 * somebody, the longest here first; at most `limit`. Who decides is named by role, so that a house of 10,000 members finds its approvers.
 */
export async function callersNow(
  platform: Platform,
  on: Platform['db'] | Tx,
  wanted: { ids: readonly string[] } | { roles: readonly Role[] },
  limit = 200,
): Promise<Caller[]> {
  const standing = delegationsAt(platform.clock.now())
  const these: Prisma.PersonWhereInput =
    'ids' in wanted
      ? { id: { in: [...wanted.ids] } }
      : {
          OR: [
            { roles: { hasSome: roles.filter((held) => wanted.roles.some((role) => holdsRole([held], role))) } },
            { standsIn: { some: standing.standsIn.where } },
          ],
        }
  const people = await on.person.findMany({
    where: { active: true, ...these },
    include: standing,
    orderBy: { createdAt: 'asc' },
    take: limit,
  })
  return people.map(asCaller)
}

/** The person whose session cookie comes with a request; null without one that still holds. */
export async function callerFromSession(platform: Platform, headers: Headers): Promise<Caller | null> {
  const session = await readSessionCookie(platform.env, headers)
  return session === null ? null : callerBySession(platform, session)
}

/**
 * Who sends a request. An `Authorization` header decides alone: with one that does not fit, a session beside it does not count.
 * `byCookie` says that the browser vouched, so that where the request came from must be looked at too.
 */
export async function findCaller(platform: Platform, headers: Headers): Promise<{ caller: Caller; byCookie: boolean } | null> {
  const authorization = headers.get('authorization')
  if (authorization === null) {
    const caller = await callerFromSession(platform, headers)
    return caller === null ? null : { caller, byCookie: true }
  }
  const key = /^Bearer +(cs_[A-Za-z0-9_-]{43}) *$/i.exec(authorization)?.[1]
  const caller = key === undefined ? null : await callerByKey(platform, key)
  return caller === null ? null : { caller, byCookie: false }
}

/** Who has delegated to a person at that moment, with what they may decide themselves. */
function delegationsAt(now: Date) {
  return {
    standsIn: {
      where: { revokedAt: null, startsAt: { lte: now }, endsAt: { gt: now }, from: { active: true } },
      select: { from: { select: { id: true, name: true, roles: true, teams: true } } },
    },
  } satisfies Prisma.PersonInclude
}

function asCaller(person: Prisma.PersonGetPayload<{ include: ReturnType<typeof delegationsAt> }>): Caller {
  return {
    personId: person.id,
    name: person.name,
    email: person.email,
    roles: rolesOf(person.roles),
    teams: person.teams,
    standsInFor: person.standsIn.map(({ from }) => ({ personId: from.id, name: from.name, roles: rolesOf(from.roles), teams: from.teams })),
    apiKeyId: null,
    scopes: [],
    via: 'session',
  }
}
