import { recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'
import { type Pause, pausedWords } from './pause.ts'
import { announcePause, reasonOf } from './pause-actions.ts'
import { findPause } from './standing-pauses.ts'
import { wakeCovered } from './wake-covered.ts'

/**
 * Ends a pause; what waited behind it alone goes on, in the order in which it was queued. Throws `forbidden`,
 * `not_found`, `invalid` without a reason, and `conflict` with the pause when it was lifted already: of two who lift at
 * once one does it, the other is told who did.
 */
export async function liftPause(
  platform: Platform,
  { pauseId, reason: given, caller }: { pauseId: string; reason: string; caller: Caller },
): Promise<Pause> {
  requireAbility(caller, 'actions.pause')
  const reason = reasonOf(given, 'Say why it may go on: it is kept beside who paused it and why.')
  return withTransaction(platform, async (tx) => {
    const liftedAt = platform.clock.now()
    const { count } = await tx.pause.updateMany({
      where: { id: pauseId, liftedAt: null },
      data: { liftedAt, liftedById: caller.personId, liftReason: reason },
    })
    const pause = await findPause(tx, pauseId)
    if (pause === null) throw new AppError('not_found', 'There is no such pause.')
    if (count === 0) {
      throw new AppError('conflict', `${pause.lifted?.by.name ?? 'Someone'} resumed ${pausedWords(pause)} already.`, {
        extra: { liftedAt: pause.lifted?.at.toISOString() },
      })
    }
    const { scope, connection, operation, pausedBy, pausedAt } = pause
    await recordAudit(tx, {
      kind: 'actions.resumed',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'pause', id: pauseId },
      content: {
        scope,
        connectionId: connection?.id ?? null,
        operation,
        reason,
        pausedFor: pause.reason,
        pausedById: pausedBy.id,
        pausedAt: pausedAt.toISOString(),
        ...(caller.apiKeyId === null ? {} : { apiKeyId: caller.apiKeyId }),
      },
      at: liftedAt,
    })
    announcePause(platform, tx, pauseId)
    await wakeCovered(platform, tx, pause)
    return pause
  })
}
