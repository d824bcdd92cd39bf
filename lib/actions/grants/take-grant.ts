import { recordAudit } from '#lib/audit/index.ts'
import type { Platform, Tx } from '#lib/platform/index.ts'
import type { StandingGrant } from './standing-grant.ts'
import type { TakenGrant } from './taken-grant.ts'

/**
 * Uses the first of these that has something left, in the transaction that queues the action. Exact, however many ask: whoever uses a
 * grant holds its row until the commit, and counts what was used under that lock. Null: nothing is left of any.
 */
export async function takeGrant(
  platform: Platform,
  tx: Tx,
  grants: readonly StandingGrant[],
  action: { id: string; minor: bigint; traceId: string },
): Promise<TakenGrant | null> {
  const at = platform.clock.now()
  for (const { id, grantedBy } of grants) {
    const [held] = await tx.$queryRaw<{ usesMost: number; minorMost: bigint | null }[]>`
      select "usesMost", "minorMost" from standing_grant where id = ${id}::uuid and "revokedAt" is null and "endsAt" > ${at} for no key update`
    if (held === undefined) continue
    const { _count: used, _sum: spent } = await tx.grantUse.aggregate({ where: { grantId: id }, _count: true, _sum: { minor: true } })
    if (used >= held.usesMost || (held.minorMost !== null && (spent.minor ?? 0n) + action.minor > held.minorMost)) continue
    await tx.grantUse.create({ data: { grantId: id, actionId: action.id, minor: action.minor, at } })
    const taken = { id, by: grantedBy.name, use: used + 1, of: held.usesMost }
    await recordAudit(tx, {
      kind: 'grant.used',
      actor: { kind: 'system', id: null },
      subject: { kind: 'grant', id },
      content: { actionId: action.id, use: taken.use, of: taken.of, minor: String(action.minor) },
      traceId: action.traceId,
    })
    return taken
  }
  return null
}
