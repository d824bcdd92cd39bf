import { type Platform, withTransaction } from '#lib/platform/index.ts'
import { claimTurn } from './claim-turn.ts'
import { endTurn } from './end-turn.ts'
import { loadOutcomes } from './outcomes-message.ts'
import { plainOutcomes } from './plain-outcomes.ts'
import { storedChunks } from './turn-context.ts'
import { openTurnLog } from './turn-log.ts'

const pageSize = 100

/**
 * Ends the turns of a restored database that had not ended, before any worker runs. To run one again would ask its model again,
 * which would ask for its actions again, under new keys, although the first ones may have run since. So who asked is told, and asks
 * again for what is still wanted. A turn that only tells of outcomes tells them in plain lines. Answers how many there were.
 */
export async function turnsAfterRestore(platform: Platform, { madeAt }: { madeAt: Date }): Promise<number> {
  const when = madeAt.toISOString().slice(0, 16).replace('T', ' ')
  const sentence = `The system was restored from a backup of ${when} UTC, which was made before this was answered. What you asked for may have happened after that: look, and ask again if it is still wanted.`
  let ended = 0
  for (;;) {
    const turns = await platform.db.turn.findMany({
      where: { status: { in: ['queued', 'running'] } },
      orderBy: [{ conversationId: 'asc' }, { sequence: 'asc' }],
      take: pageSize,
      select: { id: true, fence: true, status: true },
    })
    if (turns.length === 0) return ended
    for (const { id, fence, status } of turns) {
      // Its worker is not of this world any more.
      if (status === 'running') {
        await withTransaction(platform, (tx) =>
          tx.turn.updateMany({ where: { id, fence, status: 'running' }, data: { status: 'queued', leaseUntil: null } }),
        )
      }
      const turn = await claimTurn(platform, id)
      if (turn === null) throw new TypeError(`turn ${id} cannot be ended: a turn before it is still open`)
      const log = openTurnLog(platform, turn, (await storedChunks(platform, id)).nextIndex)
      const said = turn.kind === 'background' ? plainOutcomes(await loadOutcomes(platform, turn.outcomes)) : sentence
      await endTurn(platform, turn, log, { status: 'failed', sentence: said })
      ended += 1
    }
  }
}
