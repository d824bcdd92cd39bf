import { type Platform, Prisma, queueJob, type Tx } from '#lib/platform/index.ts'
import { wakeJob } from '../enqueue-action.ts'
import type { Pause } from './pause.ts'

/** Connections that are woken at once, and preparations; the sweep finds whatever is beyond. */
const maxWoken = 200

/**
 * Wakes what waited behind a pause that was just lifted, in the lifting transaction: each connection with something
 * queued under it, once, since a claim takes what waits for a connection in its order; and what could not be prepared.
 * What another pause still covers may be woken too: the claim refuses it.
 */
export async function wakeCovered(platform: Platform, tx: Tx, pause: Pause): Promise<void> {
  const covered = coveredSql(pause)
  const connections = await tx.$queryRaw<{ id: string }[]>`
    select c.id from connection c
    where exists (select 1 from action a where a."connectionId" = c.id and a.status = 'queued' and ${covered})
    order by c.id limit ${maxWoken}`
  const unprepared = await tx.$queryRaw<{ id: string; fence: number }[]>`
    select a.id, a.fence from action a
    where (a.status = 'requested' or (a.status = 'awaiting_approval' and a.digest is null)) and ${covered}
    order by a."createdAt" limit ${maxWoken}`
  for (const { id } of connections) await queueJob(tx, platform.live, wakeJob(platform, id))
  for (const { id, fence } of unprepared) {
    await queueJob(tx, platform.live, { queue: 'prepare', id, jobId: `${id}-${fence}-resumed-${pause.id}` })
  }
}

/** The condition on rows of `action a` that this pause covers. */
function coveredSql({ scope, connection, operation }: Pause): Prisma.Sql {
  if (scope === 'everything') return Prisma.sql`true`
  const there = connection === null ? Prisma.sql`true` : Prisma.sql`a."connectionId" = ${connection.id}::uuid`
  return scope === 'connection' ? there : Prisma.sql`a.operation = ${operation} and ${there}`
}
