import type { Role } from '#lib/core/index.ts'
import { type Platform, perPlatform, sharedRead } from '#lib/platform/index.ts'
import type { Pattern } from './patterns.ts'
import type { StandingGrant } from './standing-grant.ts'

/** More stand for one operation only where something is wrong; those that end first are looked at. */
const mostCandidates = 100

const columns = `g.id, g.operation, g."operationVersion", g."connectionId", g."connectionRevision", g.patterns, g."requesterId", g.tainted,
  g."usesMost", g."minorMost", g."endsAt", g."revokedAt",
  (select count(*)::int from grant_use u where u."grantId" = g.id) as used,
  (select coalesce(sum(u.minor), 0) from grant_use u where u."grantId" = g.id) as spent,
  json_build_object('id', p.id, 'name', p.name, 'roles', p.roles, 'teams', p.teams, 'active', p.active, 'standsInFor',
    array(select d."fromId" from delegation d where d."toId" = p.id and d."revokedAt" is null and d."startsAt" <= $1 and d."endsAt" > $1)
  ) as "grantedBy"`

type Stored = Omit<StandingGrant, 'patterns' | 'minorMost' | 'spent'> & {
  patterns: Pattern[]
  minorMost: string | null
  spent: string
  grantedBy: { roles: Role[] }
}

const anyGrants = perPlatform((platform: Platform) =>
  sharedRead(async () => {
    const { rows } = await platform.pool.query<{ operation: string }>({
      name: 'operations_with_grants',
      text: 'select distinct operation from standing_grant where "revokedAt" is null and "endsAt" > $1',
      values: [platform.clock.now()],
    })
    return new Set(rows.map(({ operation }) => operation))
  }),
)

/** Those that could stand for this person's request, the first to end first. Nothing is read of operations that nobody gave one for. */
export async function grantsFor(
  platform: Platform,
  { operation, connectionId, requestedById }: { operation: string; connectionId: string; requestedById: string },
): Promise<StandingGrant[]> {
  if (!(await anyGrants(platform)()).has(operation)) return []
  const { rows } = await platform.pool.query<Stored>({
    name: 'grants_for',
    text: `select ${columns} from standing_grant g join person p on p.id = g."grantedById"
      where g.operation = $2 and g."connectionId" = $3 and g."revokedAt" is null and g."endsAt" > $1
        and (g."requesterId" is null or g."requesterId" = $4)
      order by g."endsAt", g.id limit ${mostCandidates}`,
    values: [platform.clock.now(), operation, connectionId, requestedById],
  })
  return rows.map(grantOf)
}

/** Grants by their ids, revoked and ended ones included. */
export async function grantsById(platform: Platform, ids: readonly string[]): Promise<ReadonlyMap<string, StandingGrant>> {
  if (ids.length === 0) return new Map()
  const { rows } = await platform.pool.query<Stored>({
    name: 'grants_by_id',
    text: `select ${columns} from standing_grant g join person p on p.id = g."grantedById" where g.id = any($2::uuid[])`,
    values: [platform.clock.now(), ids],
  })
  return new Map(rows.map((row) => [row.id, grantOf(row)]))
}

function grantOf({ minorMost, spent, ...row }: Stored): StandingGrant {
  return { ...row, minorMost: minorMost === null ? null : BigInt(minorMost), spent: BigInt(spent) }
}
