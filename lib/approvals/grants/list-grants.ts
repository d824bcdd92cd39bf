import { z } from 'zod'
import type { Pattern } from '#lib/actions/index.ts'
import { AppError, fromMinor, type Money } from '#lib/core/index.ts'
import { decodeCursor, type Page, type Platform, type Prisma, pageOf } from '#lib/platform/index.ts'
import { loadOrganisation } from '#lib/policy/index.ts'

/** A standing grant as people see it. */
export interface GrantView {
  id: string
  operation: string
  connection: { id: string; name: string; title: string }
  patterns: Pattern[]
  /** For this person's requests alone; null: for everybody's but the granter's own. */
  requester: { id: string; name: string } | null
  tainted: boolean
  uses: number
  used: number
  budget: Money | null
  spent: Money
  reason: string | null
  fromActionId: string | null
  grantedBy: { id: string; name: string }
  createdAt: string
  endsAt: string
  revokedAt: string | null
  revokedBy: { id: string; name: string } | null
  state: 'standing' | 'used_up' | 'ended' | 'revoked'
  /** The latest, newest first: actions that it stood for. */
  usedFor: { actionId: string; sentence: string; at: string }[]
}

const usesShown = 5

/** Grants, the newest first; `standing`: only those that are neither revoked nor over. */
export async function listGrants(
  platform: Platform,
  { limit = 50, cursor, standing = false }: { limit?: number; cursor?: string | undefined; standing?: boolean } = {},
): Promise<Page<GrantView>> {
  const from = decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const now = platform.clock.now()
  const where: Prisma.StandingGrantWhereInput = {
    AND: [
      standing ? { revokedAt: null, endsAt: { gt: now } } : {},
      from === undefined ? {} : { OR: [{ createdAt: { lt: new Date(from[0]) } }, { createdAt: new Date(from[0]), id: { lt: from[1] } }] },
    ],
  }
  const rows = await platform.db.standingGrant.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: limit + 1 })
  const views = await grantViews(platform, rows)
  return pageOf(
    views,
    limit,
    ({ createdAt, id }) => [createdAt, id],
    (view) => view,
  )
}

/** One of them. Throws `not_found`. */
export async function findGrant(platform: Platform, id: string): Promise<GrantView> {
  const row = await platform.db.standingGrant.findUnique({ where: { id } })
  const [view] = row === null ? [] : await grantViews(platform, [row])
  if (view === undefined) throw new AppError('not_found', 'There is no such grant.')
  return view
}

async function grantViews(platform: Platform, rows: readonly Prisma.StandingGrantModel[]): Promise<GrantView[]> {
  const ids = rows.map(({ id }) => id)
  const peopleIds = rows.flatMap(({ grantedById, requesterId, revokedById }) => [grantedById, requesterId ?? [], revokedById ?? []].flat())
  const [connections, people, sums, uses, { currency }] = await Promise.all([
    platform.db.connection.findMany({
      where: { id: { in: rows.map(({ connectionId }) => connectionId) } },
      select: { id: true, name: true, title: true },
    }),
    platform.db.person.findMany({ where: { id: { in: peopleIds } }, select: { id: true, name: true } }),
    platform.db.grantUse.groupBy({ by: ['grantId'], where: { grantId: { in: ids } }, _count: true, _sum: { minor: true } }),
    latestUses(platform, ids),
    loadOrganisation(platform),
  ])
  const personOf = (id: string | null) => (id === null ? null : (people.find((person) => person.id === id) ?? { id, name: 'someone' }))
  const now = platform.clock.now()
  return rows.map((row) => {
    const sum = sums.find(({ grantId }) => grantId === row.id)
    const used = sum?._count ?? 0
    return {
      id: row.id,
      operation: row.operation,
      connection: connections.find(({ id }) => id === row.connectionId) ?? {
        id: row.connectionId,
        name: '',
        title: 'a connection that is gone',
      },
      patterns: row.patterns as unknown as Pattern[],
      requester: personOf(row.requesterId),
      tainted: row.tainted,
      uses: row.usesMost,
      used,
      budget: row.minorMost === null ? null : fromMinor(row.minorMost, currency),
      spent: fromMinor(sum?._sum.minor ?? 0n, currency),
      reason: row.reason,
      fromActionId: row.fromActionId,
      grantedBy: personOf(row.grantedById) ?? { id: row.grantedById, name: 'someone' },
      createdAt: row.createdAt.toISOString(),
      endsAt: row.endsAt.toISOString(),
      revokedAt: row.revokedAt?.toISOString() ?? null,
      revokedBy: personOf(row.revokedById),
      state: row.revokedAt !== null ? 'revoked' : row.endsAt <= now ? 'ended' : used >= row.usesMost ? 'used_up' : 'standing',
      usedFor: uses
        .filter(({ grantId }) => grantId === row.id)
        .map(({ actionId, sentence, at }) => ({ actionId, sentence, at: at.toISOString() })),
    }
  })
}

async function latestUses(platform: Platform, ids: readonly string[]) {
  return platform.db.$queryRaw<{ grantId: string; actionId: string; sentence: string; at: Date }[]>`
    select u."grantId", u."actionId", a.summary as sentence, u.at
    from unnest(${[...ids]}::uuid[]) as g(id)
    cross join lateral (select * from grant_use where "grantId" = g.id order by at desc limit ${usesShown}) u
    join action a on a.id = u."actionId" order by u.at desc`
}
