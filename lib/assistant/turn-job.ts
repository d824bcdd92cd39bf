import { outcomesJob } from '#lib/actions/index.ts'
import { type Platform, queueJob, type Tx } from '#lib/platform/index.ts'

export const turnPrefix = 'turn/'
export const outcomesPrefix = outcomesJob('')

/**
 * Lets a worker take a turn. The queue drops an id that it still holds, so every cause of a wake-up has one of its own:
 * the turn before it ended, its worker died, the sweep found it.
 */
export async function wakeTurn(platform: Platform, tx: Tx, turn: { id: string; fence: number }, cause = ''): Promise<void> {
  const jobId = `turn-${turn.id}-${turn.fence}${cause === '' ? '' : `-${cause}`}`
  await queueJob(tx, platform.live, { queue: 'turns', id: `${turnPrefix}${turn.id}`, jobId })
}

/** Lets a worker look which outcomes a conversation has not heard of. */
export async function wakeOutcomes(platform: Platform, tx: Tx, conversationId: string, cause: string): Promise<void> {
  await queueJob(tx, platform.live, {
    queue: 'turns',
    id: outcomesJob(conversationId),
    jobId: `outcomes-${conversationId}-${cause}`,
  })
}

/** Holds a conversation until the transaction ends: its turns are numbered, started and ended one at a time. */
export async function lockConversation(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`select 1 from conversation where id = ${id}::uuid for no key update`
}
