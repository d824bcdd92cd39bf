import { recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'

/**
 * Ends a standing grant at once: what it queued and nobody has begun goes back to people. Idempotent. Throws `not_found`, and
 * `forbidden` to all but who gave it and admins.
 */
export async function revokeGrant(
  platform: Platform,
  { grantId, caller, traceId }: { grantId: string; caller: Caller; traceId?: string },
): Promise<void> {
  requireAbility(caller, 'grant.read')
  await withTransaction(platform, async (tx) => {
    // Waits for whoever uses it at this moment.
    await tx.$queryRaw`select 1 from standing_grant where id = ${grantId}::uuid for update`
    const grant = await tx.standingGrant.findUnique({ where: { id: grantId } })
    if (grant === null) throw new AppError('not_found', 'There is no such grant.')
    requireAbility(caller, 'grant.revoke', { ownerId: grant.grantedById })
    if (grant.revokedAt !== null) return
    const at = platform.clock.now()
    await tx.standingGrant.update({ where: { id: grantId }, data: { revokedAt: at, revokedById: caller.personId } })
    await recordAudit(tx, {
      kind: 'grant.revoked',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'grant', id: grantId },
      content: { operation: grant.operation, connectionId: grant.connectionId },
      ...(traceId === undefined ? {} : { traceId }),
    })
    platform.live.publish(tx, { type: 'grant.updated', id: grantId, roles: ['admin', 'approver'] })
  })
}
