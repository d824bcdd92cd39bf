import type { ActionStatus } from '#lib/core/index.ts'
import type { Tx } from '#lib/platform/index.ts'
import { type ActionRow, actionInclude } from './action-row.ts'

/** A job of the turns queue that tells a conversation how its actions ended. */
export function outcomesJob(conversationId: string): string {
  return `outcomes/${conversationId}`
}

/** The actions that wait for this one. Held first and read then: of two predecessors that settle at once, the later one sees both. */
export async function lockDependents(tx: Tx, row: ActionRow): Promise<ActionRow[]> {
  const held = await tx.$queryRaw<unknown[]>`
    select 1 from action where id in (select "actionId" from action_dependency where "predecessorId" = ${row.id}::uuid) order by id for update`
  if (held.length === 0) return []
  return tx.action.findMany({
    where: { after: { some: { predecessorId: row.id } }, status: { in: ['requested', 'awaiting_approval', 'queued'] } },
    include: actionInclude,
  })
}

/** Why an action that waited for `row` is withdrawn, for people. */
export function withdrawnBecause(row: ActionRow, settled: ActionStatus): string {
  return `“${row.summary || row.title}” had to be done first, and it ${endWords[settled] ?? settled}.`
}

const endWords: Partial<Record<ActionStatus, string>> = {
  failed: 'failed',
  denied: 'is not allowed',
  rejected: 'was rejected',
  expired: 'was not decided in time',
  cancelled: 'was withdrawn',
}
