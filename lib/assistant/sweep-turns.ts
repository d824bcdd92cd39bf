import { type Platform, withTransaction } from '#lib/platform/index.ts'
import { chunkKeepMs, noteKeepMs, turnStuckMs } from './tunables.ts'
import { wakeOutcomes, wakeTurn } from './turn-job.ts'
import { conversationsToTell } from './untold-notes.ts'

export interface SweptTurns {
  /** Turns taken from workers that died. */
  lost: number
  /** Queued turns whose job was lost. */
  woken: number
  /** Conversations that still had to hear what was said about their cards. */
  noted: number
  /** Streams deleted; their messages tell the same. */
  cleared: number
}

const batch = 200

/** Moves turns that should move and do not, and clears streams that nobody reads any more. Any number may sweep at once. */
export async function sweepTurns(platform: Platform): Promise<SweptTurns> {
  return {
    lost: await endLostLeases(platform),
    woken: await wakeQueued(platform),
    noted: await wakeUntold(platform),
    cleared: await clearStreams(platform),
  }
}

async function endLostLeases(platform: Platform): Promise<number> {
  const rows = await platform.db.turn.findMany({
    where: { status: 'running', leaseUntil: { lt: platform.clock.now() } },
    select: { id: true, fence: true },
    take: batch,
  })
  let lost = 0
  for (const { id, fence } of rows) {
    const found = await withTransaction(platform, async (tx) => {
      const { count } = await tx.turn.updateMany({
        where: { id, fence, status: 'running', leaseUntil: { lt: platform.clock.now() } },
        data: { status: 'queued', leaseUntil: null },
      })
      if (count === 1) await wakeTurn(platform, tx, { id, fence }, 'lost')
      return count
    })
    lost += found
  }
  return lost
}

async function wakeQueued(platform: Platform): Promise<number> {
  const since = new Date(platform.clock.now().getTime() - turnStuckMs)
  const rows = await platform.db.$queryRaw<{ id: string; fence: number }[]>`
    select id, fence from turn
    where status = 'queued' and "createdAt" < ${since} and not exists (
      select 1 from turn earlier
      where earlier."conversationId" = turn."conversationId" and earlier.sequence < turn.sequence and earlier.status in ('queued', 'running'))
    order by "createdAt" limit ${batch}`
  if (rows.length === 0) return 0
  const moment = Math.floor(platform.clock.now().getTime() / turnStuckMs)
  await withTransaction(platform, async (tx) => {
    for (const row of rows) await wakeTurn(platform, tx, row, `swept-${moment}`)
  })
  return rows.length
}

async function wakeUntold(platform: Platform): Promise<number> {
  const now = platform.clock.now().getTime()
  const conversations = await conversationsToTell(platform, {
    from: new Date(now - noteKeepMs),
    to: new Date(now - turnStuckMs),
    most: batch,
  })
  if (conversations.length === 0) return 0
  const moment = Math.floor(now / turnStuckMs)
  await withTransaction(platform, async (tx) => {
    for (const id of conversations) await wakeOutcomes(platform, tx, id, `notes-${moment}`)
  })
  return conversations.length
}

async function clearStreams(platform: Platform): Promise<number> {
  const until = new Date(platform.clock.now().getTime() - chunkKeepMs)
  const { count } = await platform.db.turnChunk.deleteMany({
    where: { turn: { status: { in: ['done', 'failed'] }, endedAt: { lt: until } } },
  })
  return count
}
