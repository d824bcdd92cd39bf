import type { Tx } from '#lib/platform/index.ts'

/** Notes that the conversation has heard how these actions ended. Their status stays as it is. */
export async function markTold(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.action.updateMany({ where: { id: { in: [...ids] }, told: false }, data: { told: true } })
}
