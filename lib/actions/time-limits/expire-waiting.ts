import { type Platform, toJson } from '#lib/platform/index.ts'
import { moveAction, system } from '../move-action.ts'
import { eachDue } from './due-rows.ts'

/** Cards that nobody decided in time end as `expired`, which is not `rejected`: nobody said no. What waited for them is withdrawn. */
export function expireWaiting(platform: Platform): Promise<number> {
  return eachDue(platform, 'dueAt', (tx, row) =>
    moveAction(platform, tx, row, {
      to: 'expired',
      data: { error: toJson({ message: 'Nobody decided in time. Ask again if it is still wanted.' }) },
      audit: { kind: 'action.expired', actor: system, content: { dueAt: row.dueAt?.toISOString() ?? null } },
    }),
  )
}
