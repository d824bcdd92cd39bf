import type { Platform } from '#lib/platform/index.ts'

export type Breaker = 'closed' | 'open' | 'half_open'

/** How a connection's circuit breaker stands, and what waits for it. */
export interface GateFigures {
  connectionId: string
  breaker: Breaker
  /** Since when it does not answer; null while it does. */
  openedAt: Date | null
  /** When it is tried again. */
  openUntil: Date | null
  /** The failure that opened it, for people. */
  why: string | null
  /** Its actions that are next in line. */
  queued: number
}

/** The gates of all connections, by connection. One statement over what is queued; a connection without a gate answers. */
export async function gateFigures(platform: Pick<Platform, 'db'>): Promise<ReadonlyMap<string, GateFigures>> {
  const rows = await platform.db.$queryRaw<GateFigures[]>`
    select c.id as "connectionId", coalesce(g.breaker, 'closed') as breaker, g."openedAt", g."openUntil", g.why,
      coalesce(waiting.queued, 0)::int as queued
    from connection c
      left join connection_gate g on g."connectionId" = c.id
      left join (select "connectionId", count(*) as queued from action where status = 'queued' group by 1) waiting
        on waiting."connectionId" = c.id`
  return new Map(rows.map((row) => [row.connectionId, row]))
}

export interface OpenGate extends Omit<GateFigures, 'queued'> {
  name: string
  title: string
}

/** The connections that do not answer at the moment; of these only, if some are named. One small read. */
export async function openGates(platform: Pick<Platform, 'db'>, connectionIds?: readonly string[]): Promise<OpenGate[]> {
  const rows = await platform.db.connectionGate.findMany({
    where: { breaker: { not: 'closed' }, ...(connectionIds === undefined ? {} : { connectionId: { in: [...new Set(connectionIds)] } }) },
    select: {
      connectionId: true,
      breaker: true,
      openedAt: true,
      openUntil: true,
      why: true,
      connection: { select: { name: true, title: true } },
    },
    orderBy: { openedAt: 'asc' },
    take: 200,
  })
  return rows.map(({ connection, breaker, ...gate }) => ({ ...gate, breaker: breaker as Breaker, ...connection }))
}
