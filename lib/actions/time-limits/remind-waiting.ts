import { notify } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { nextReminder, policyInForce } from '#lib/policy/index.ts'
import { policyOf } from '../action-row.ts'
import { moveAction, system } from '../move-action.ts'
import { askedOf } from '../tell-of-move.ts'
import { eachDue } from './due-rows.ts'

/** Reminds those who may decide, or whom the card was handed to, and sets the next reminder where the rule wants one. */
export async function remindWaiting(platform: Platform): Promise<number> {
  const { calendar } = await policyInForce(platform)
  return eachDue(platform, 'remindAt', async (tx, row) => {
    const at = platform.clock.now()
    const remindAt = row.dueAt === null ? null : nextReminder(at, row.dueAt, policyOf(row)?.timeLimit ?? null, calendar)
    const moved = await moveAction(platform, tx, row, {
      to: 'awaiting_approval',
      data: { remindAt },
      audit: { kind: 'action.reminded', actor: system, content: { remindAt: row.remindAt?.toISOString() ?? null, next: remindAt } },
    })
    if (!moved) return false
    const id = platform.ids()
    await tx.approvalNote.create({ data: { id, actionId: row.id, kind: 'reminder', at } })
    await notify(platform, tx, {
      to: askedOf(row),
      kind: 'reminder',
      actionId: row.id,
      key: `reminder/${id}`,
      sentence: `Still waits for a decision: ${row.summary || row.title}`,
    })
    return true
  })
}
