import type { Platform, Prisma } from '#lib/platform/index.ts'
import type { Pause } from './pause.ts'

/** Counting stops here: more than this many are "10,000 or more". */
export const countedAtMost = 10_000

export interface Held {
  /** Queued: they go on once it is lifted. */
  queued: number
  /** Claimed before it was pulled, and not called back. */
  running: number
}

/** How many actions stand behind a pause. */
export async function countHeld({ db }: Pick<Platform, 'db'>, { connection, operation }: Pause): Promise<Held> {
  const covered: Prisma.ActionWhereInput = {
    ...(connection === null ? {} : { connectionId: connection.id }),
    ...(operation === null ? {} : { operation }),
  }
  const count = (status: string) => db.action.count({ where: { ...covered, status }, take: countedAtMost })
  const [queued, running] = await Promise.all([count('queued'), count('running')])
  return { queued, running }
}
