import type { ActionStatus } from '#lib/core/index.ts'
import { type Platform, queueJob, type Tx } from '#lib/platform/index.ts'
import { type ActionRow, actionInclude, statusOf } from './action-row.ts'
import { enqueueIfReady, moveAction, system } from './move-action.ts'

/** A job of the turns queue that tells a conversation how its actions ended. */
export function outcomesJob(conversationId: string): string {
  return `outcomes/${conversationId}`
}

/**
 * What a settled action causes, in its own transaction: those that waited for it may run, or are cancelled when it did
 * not succeed, and the conversation that asked hears of it.
 */
export async function followSettled(platform: Platform, tx: Tx, row: ActionRow, settled: ActionStatus): Promise<void> {
  // Held first and read then: of two predecessors that settle at once, the later one sees both.
  await tx.$queryRaw`
    select 1 from action where id in (select "actionId" from action_dependency where "predecessorId" = ${row.id}::uuid) order by id for update`
  const dependents = await tx.action.findMany({
    where: { after: { some: { predecessorId: row.id } }, status: { in: ['requested', 'awaiting_approval', 'queued'] } },
    include: actionInclude,
  })
  for (const dependent of dependents) {
    if (settled === 'succeeded') {
      // The jobId carries the fence: raising it makes this wake-up one that the queue has not seen.
      if (statusOf(dependent) === 'queued') await enqueueIfReady(platform, tx, dependent, { fence: dependent.fence })
      continue
    }
    await moveAction(platform, tx, dependent, {
      to: 'cancelled',
      data: { error: { message: `“${row.summary || row.title}” had to be done first, and it ${endWords[settled] ?? settled}.` } },
      audit: { kind: 'action.cancelled', actor: system, content: { because: row.id, predecessor: settled } },
    })
  }
  if (row.conversationId === null || row.told) return
  await queueJob(tx, platform.live, {
    queue: 'turns',
    id: outcomesJob(row.conversationId),
    jobId: `outcomes-${row.id}-${row.fence}`,
  })
}

const endWords: Partial<Record<ActionStatus, string>> = {
  failed: 'failed',
  denied: 'is not allowed',
  rejected: 'was rejected',
  expired: 'was not decided in time',
  cancelled: 'was withdrawn',
}
