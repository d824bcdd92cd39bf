import { type Platform, Prisma, perPlatform, sharedRead, type Tx } from '#lib/platform/index.ts'
import type { Pause, PauseScope } from './pause.ts'

/** More than this are not read at once; the widest come first, so that what stops most is never left out. */
const maxPauses = 1_000

interface PauseRow {
  id: string
  scope: string
  reason: string
  pausedAt: Date
  operation: string | null
  connectionId: string | null
  connectionName: string | null
  connectionTitle: string | null
  pausedById: string
  pausedByName: string
  liftedById: string | null
  liftedByName: string | null
  liftedAt: Date | null
  liftReason: string | null
}

const readStanding = perPlatform((platform: Platform) => {
  const order = Prisma.sql`case p.scope when 'everything' then 0 when 'connection' then 1 else 2 end, p."pausedAt", p.id`
  return sharedRead(() => readPauses(platform.db, Prisma.sql`p."liftedAt" is null`, { order, limit: maxPauses }))
})

/** What is paused now, the widest first, then the oldest. One small read for all who ask at the moment. */
export function standingPauses(platform: Platform): Promise<Pause[]> {
  return readStanding(platform)()
}

/** What was paused and goes on again, the latest first. */
export function liftedPauses(platform: Pick<Platform, 'db'>, limit: number): Promise<Pause[]> {
  return readPauses(platform.db, Prisma.sql`p."liftedAt" is not null`, { order: Prisma.sql`p."liftedAt" desc, p.id`, limit })
}

/** Every pause that stood at some time between two moments and covers this action, the oldest first. */
export function pausesBetween(
  platform: Pick<Platform, 'db'>,
  what: { connectionId: string; operation: string },
  { from, until }: { from: Date; until: Date },
): Promise<Pause[]> {
  const condition = Prisma.sql`p."pausedAt" < ${until} and (p."liftedAt" is null or p."liftedAt" > ${from})
    and (p.scope = 'everything'
      or (p.scope = 'connection' and p."connectionId" = ${what.connectionId}::uuid)
      or (p.scope = 'operation' and p.operation = ${what.operation}
        and (p."connectionId" is null or p."connectionId" = ${what.connectionId}::uuid)))`
  return readPauses(platform.db, condition, { order: Prisma.sql`p."pausedAt", p.id`, limit: 100 })
}

/** One pause, standing or lifted; null when there is none. */
export async function findPause(on: Platform['db'] | Tx, id: string): Promise<Pause | null> {
  const [found] = await readPauses(on, Prisma.sql`p.id = ${id}::uuid`, { order: Prisma.sql`p.id`, limit: 1 })
  return found ?? null
}

async function readPauses(
  on: Platform['db'] | Tx,
  condition: Prisma.Sql,
  { order, limit }: { order: Prisma.Sql; limit: number },
): Promise<Pause[]> {
  const rows = await on.$queryRaw<PauseRow[]>`
    select p.*, c.name as "connectionName", c.title as "connectionTitle", pauser.name as "pausedByName", lifter.name as "liftedByName"
    from pause p
      join person pauser on pauser.id = p."pausedById"
      left join person lifter on lifter.id = p."liftedById"
      left join connection c on c.id = p."connectionId"
    where ${condition} order by ${order} limit ${limit}`
  return rows.map(pauseOf)
}

function pauseOf(row: PauseRow): Pause {
  const { id, scope, operation, reason, pausedAt, connectionId, liftedById, liftedAt } = row
  return {
    id,
    scope: scope as PauseScope,
    connection:
      connectionId === null
        ? null
        : { id: connectionId, name: row.connectionName ?? connectionId, title: row.connectionTitle ?? 'a connection that is gone' },
    operation,
    reason,
    pausedBy: { id: row.pausedById, name: row.pausedByName },
    pausedAt,
    lifted:
      liftedById === null || liftedAt === null
        ? null
        : { by: { id: liftedById, name: row.liftedByName ?? 'someone' }, at: liftedAt, reason: row.liftReason ?? '' },
  }
}
