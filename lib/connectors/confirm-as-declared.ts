import { AppError, type Effect, type Repeat } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { ConnectionActor } from './add-connection.ts'
import { confirmOperation } from './change-connection.ts'

/** What a document says of an operation that no admin has confirmed yet. */
export interface ProposedOperation {
  name: string
  effect: Effect
  repeat: Repeat
}

/** The unconfirmed operations of a connection as its document declares them, by name. */
export async function proposedOperations(platform: Platform, { connectionId }: { connectionId: string }): Promise<ProposedOperation[]> {
  const rows = await platform.db.connectionOperation.findMany({
    where: { connectionId, confirmed: false },
    select: { name: true, effect: true, repeat: true },
    orderBy: { name: 'asc' },
  })
  return rows.map(({ name, effect, repeat }) => ({ name, effect: effect as Effect, repeat: repeat as Repeat }))
}

/**
 * An admin says that everything that is still unconfirmed is as its document declares it; answers how many that were. Each is
 * confirmed by itself: an end in the middle leaves the rest unconfirmed, and calling again goes on. Throws AppError `not_found`.
 */
export async function confirmAsDeclared(
  platform: Platform,
  { connectionId, actor }: { connectionId: string; actor: ConnectionActor },
): Promise<number> {
  if ((await platform.db.connection.count({ where: { id: connectionId } })) === 0) {
    throw new AppError('not_found', 'There is no such connection.')
  }
  const proposed = await proposedOperations(platform, { connectionId })
  for (const operation of proposed) await confirmOperation(platform, { connectionId, ...operation, actor })
  return proposed.length
}
