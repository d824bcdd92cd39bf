import { recordAudit } from '#lib/audit/index.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'
import { reviewHint } from './review-view.ts'

const batch = 200

/** Ends questions whose time is over; that is told apart from an answer. Any number of processes may sweep at once. */
export async function expireReviews(platform: Platform): Promise<number> {
  const due = { status: 'waiting', dueAt: { lte: platform.clock.now() } }
  const rows = await platform.db.review.findMany({ where: due, orderBy: { dueAt: 'asc' }, take: batch })
  let expired = 0
  for (const row of rows) {
    expired += await withTransaction(platform, async (tx) => {
      const { count } = await tx.review.updateMany({ where: { ...due, id: row.id }, data: { status: 'expired' } })
      if (count === 0) return 0
      await recordAudit(tx, {
        kind: 'review.expired',
        actor: { kind: 'system', id: null },
        subject: { kind: 'review', id: row.id },
        content: { dueAt: row.dueAt?.toISOString() ?? null },
      })
      platform.live.publish(tx, reviewHint(row, 'approval.closed'))
      return 1
    })
  }
  return expired
}
