import { recordAudit } from '#lib/audit/index.ts'
import { AppError, type Effect, effects, type Repeat, repeats, zodErrors } from '#lib/core/index.ts'
import { type Platform, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import type { ConnectionActor } from './add-connection.ts'
import { allOperations, type ConnectedOperation, forgetConnection } from './connected-operation.ts'
import { connectionSettings, type LimitsChange, limitsChange, limitsOf } from './connection-settings.ts'
import { makeOperation, type OperationDeclarationData } from './openapi/index.ts'

/**
 * An admin says what an imported operation does. Its version changes with that, so what waits under another is looked at again.
 * Throws AppError `not_found`, or `invalid` for words that are not an effect or a repeat.
 */
export async function confirmOperation(
  platform: Platform,
  {
    connectionId,
    name,
    effect,
    repeat,
    actor,
  }: { connectionId: string; name: string; effect: Effect; repeat: Repeat; actor: ConnectionActor },
): Promise<ConnectedOperation> {
  if (!effects.includes(effect) || !repeats.includes(repeat)) throw new AppError('invalid', 'An effect and a repeat are needed.')
  await withTransaction(platform, async (tx) => {
    const row = await loadRow(tx, connectionId, name)
    const declaration = row.declaration as unknown as OperationDeclarationData
    const { version } = makeOperation(declaration, row.connection, { effect, repeat, confirmed: true })
    const now = platform.clock.now()
    await tx.connectionOperation.update({
      where: { id: row.id },
      data: { effect, repeat, version, confirmed: true, confirmedBy: actor.id, confirmedAt: now },
    })
    await touchConnection(tx, connectionId, now)
    const before = { effect: row.effect, repeat: row.repeat, confirmed: row.confirmed }
    const content = { operation: name, before, after: { effect, repeat, confirmed: true } }
    await recordAudit(tx, { kind: 'operation.confirmed', actor, subject: { kind: 'connection', id: connectionId }, content })
  })
  return changed(platform, connectionId, name)
}

/** Switches one imported operation on or off; what is queued stays queued. Throws AppError `not_found`. */
export async function setOperationEnabled(
  platform: Platform,
  { connectionId, name, enabled, actor }: { connectionId: string; name: string; enabled: boolean; actor: ConnectionActor },
): Promise<ConnectedOperation> {
  await withTransaction(platform, async (tx) => {
    const row = await loadRow(tx, connectionId, name)
    await tx.connectionOperation.update({ where: { id: row.id }, data: { enabled } })
    await touchConnection(tx, connectionId, platform.clock.now())
    const kind = enabled ? 'operation.enabled' : 'operation.disabled'
    await recordAudit(tx, { kind, actor, subject: { kind: 'connection', id: connectionId }, content: { operation: name } })
  })
  return changed(platform, connectionId, name)
}

/** Switches a whole connection on or off. Throws AppError `not_found`. */
export async function setConnectionEnabled(
  platform: Platform,
  { connectionId, enabled, actor }: { connectionId: string; enabled: boolean; actor: ConnectionActor },
): Promise<void> {
  await withTransaction(platform, async (tx) => {
    await touchConnection(tx, connectionId, platform.clock.now(), { enabled })
    const kind = enabled ? 'connection.enabled' : 'connection.disabled'
    await recordAudit(tx, { kind, actor, subject: { kind: 'connection', id: connectionId }, content: {} })
  })
  forgetConnection(platform, connectionId)
}

/**
 * Changes what bounds a connection's requests: what is left out stays, null takes a limit away. Holds for every claim from now on.
 * Idempotent. Throws AppError `not_found`, or `invalid` with the fields that do not fit.
 */
export async function setConnectionLimits(
  platform: Platform,
  { connectionId, limits, actor }: { connectionId: string; limits: LimitsChange; actor: ConnectionActor },
): Promise<void> {
  const parsed = limitsChange.safeParse(limits)
  if (!parsed.success) throw new AppError('invalid', 'Something here does not fit.', { errors: zodErrors(parsed.error) })
  await withTransaction(platform, async (tx) => {
    // Holds the row, so that nobody changes the settings between reading and writing them.
    await touchConnection(tx, connectionId, platform.clock.now())
    const { settings } = await tx.connection.findUniqueOrThrow({ where: { id: connectionId }, select: { settings: true } })
    const left = Object.entries({ ...(settings as object), ...parsed.data }).filter(([, value]) => value !== null)
    const changed = Object.fromEntries(left)
    // Past Prisma, which would set `updatedAt` by a clock of its own.
    await tx.$executeRaw`update connection set settings = ${JSON.stringify(changed)}::jsonb where id = ${connectionId}::uuid`
    const [before, after] = [settings, changed].map((each) => toJson(limitsOf(connectionSettings.catch({}).parse(each))))
    const subject = { kind: 'connection', id: connectionId }
    await recordAudit(tx, { kind: 'connection.limits_set', actor, subject, content: { before, after } })
    platform.live.publish(tx, { type: 'connection.updated', id: connectionId, roles: ['admin'] })
  })
  forgetConnection(platform, connectionId)
}

async function loadRow(tx: Tx, connectionId: string, name: string) {
  const row = await tx.connectionOperation.findUnique({
    where: { connectionId_name: { connectionId, name } },
    include: { connection: { select: { name: true, title: true } } },
  })
  if (row === null) throw new AppError('not_found', 'This connection has no such operation.')
  return row
}

/** Other processes see by `updatedAt` that they must read the connection again, so it always moves on. */
export async function touchConnection(tx: Tx, connectionId: string, now: Date, data: { enabled?: boolean } = {}): Promise<void> {
  // One statement, so that two at once go by each other's row.
  const count = await tx.$executeRaw`
    update connection set "updatedAt" = greatest(${now}::timestamptz, "updatedAt" + interval '1 millisecond'),
      enabled = coalesce(${data.enabled ?? null}::boolean, enabled)
    where id = ${connectionId}::uuid`
  if (count === 0) throw new AppError('not_found', 'There is no such connection.')
}

async function changed(platform: Platform, connectionId: string, name: string): Promise<ConnectedOperation> {
  forgetConnection(platform, connectionId)
  const found = (await allOperations(platform, connectionId)).find(({ operation }) => operation.name === name)
  if (found === undefined) throw new AppError('not_found', 'This connection has no such operation.')
  return found
}
