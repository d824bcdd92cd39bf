import { z } from 'zod'
import { recordAudit } from '#lib/audit/index.ts'
import { AppError, operationGlob, teamName, zodErrors } from '#lib/core/index.ts'
import { type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import type { Access } from './access.ts'
import type { ConnectionActor } from './add-connection.ts'
import { touchConnection } from './change-connection.ts'
import { accessFields, accessOf, forgetConnection } from './connected-operation.ts'

export const accessSchema = z
  .array(z.strictObject({ team: teamName, operations: z.array(operationGlob).min(1, 'at least one operation, or * for all').max(100) }))
  .max(50)
  .superRefine((access, context) => {
    access.forEach(({ team }, index) => {
      if (access.findIndex((other) => other.team === team) < index)
        context.addIssue({ code: 'custom', path: [index, 'team'], message: `${team} is named already` })
    })
  })

/**
 * Says who may use a connection: these teams for these operations; with none, everybody. Holds for everything that is asked or claimed
 * from now on, what waits in the queue included. Idempotent. Throws AppError `not_found`, or `invalid` for a team that is not there.
 */
export async function setConnectionAccess(
  platform: Platform,
  { connectionId, access, actor }: { connectionId: string; access: readonly Access[]; actor: ConnectionActor },
): Promise<void> {
  const parsed = accessSchema.safeParse(access)
  if (!parsed.success) throw new AppError('invalid', 'Something here does not fit.', { errors: zodErrors(parsed.error) })
  await withTransaction(platform, async (tx) => {
    await touchConnection(tx, connectionId, platform.clock.now())
    const before = accessOf(await tx.connectionAccess.findMany({ where: { connectionId }, ...accessFields }))
    const rows = await rowsOf(tx, connectionId, parsed.data)
    await tx.connectionAccess.deleteMany({ where: { connectionId } })
    await tx.connectionAccess.createMany({ data: rows })
    const subject = { kind: 'connection', id: connectionId }
    await recordAudit(tx, { kind: 'connection.access_set', actor, subject, content: { before, after: parsed.data } })
    platform.live.publish(tx, { type: 'connection.updated', id: connectionId, roles: ['admin'] })
  })
  forgetConnection(platform, connectionId)
}

/** The titles of connections that name a team: it cannot go while they do. In the caller's transaction. */
export async function connectionsForTeam(tx: Tx, team: string): Promise<string[]> {
  const rows = await tx.connectionAccess.findMany({
    where: { team: { name: team } },
    select: { connection: { select: { title: true } } },
    orderBy: { connection: { title: 'asc' } },
  })
  return rows.map(({ connection }) => connection.title)
}

async function rowsOf(tx: Tx, connectionId: string, access: readonly Access[]) {
  const teams = await tx.team.findMany({ where: { name: { in: access.map(({ team }) => team) } }, select: { id: true, name: true } })
  const errors: { path: string; message: string }[] = []
  const rows = access.flatMap(({ team, operations }, index) => {
    const found = teams.find(({ name }) => name === team)
    if (found === undefined) errors.push({ path: `access.${index}.team`, message: `there is no team ${team}` })
    return found === undefined ? [] : [{ connectionId, teamId: found.id, operations: [...operations] }]
  })
  if (errors.length > 0) throw new AppError('invalid', 'Some of these teams are not there.', { errors })
  return rows
}
