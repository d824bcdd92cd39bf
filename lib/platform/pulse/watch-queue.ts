import { hungAfterBeats, resendAfterBeats, summonsTries } from './tunables.ts'

/** What a worker remembers about one of its queues from beat to beat. Beats that found something out of reach do not count. */
export interface QueueWatch {
  /** Beats in a row with a free place, and nothing begun and nothing ended here. */
  idle: number
  /** Beats in a row with all places taken, and none of them came free. */
  hung: number
  /** Beats in a row in which nobody had taken the latest canary. */
  unanswered: number
  /** Whether others took canaries of this worker while it was idle. */
  othersTook: boolean
  summons: number
}

/** What one beat saw. */
export interface QueueSigns {
  /** Whether this process began or ended a job since the last beat. */
  moved: boolean
  /** Whether all its places are taken. */
  full: boolean
  /** Whether somebody has taken its latest canary (true before the first one). */
  answered: boolean
  /** Whether somebody took a canary of its since the last beat. */
  takenAnew: boolean
}

export type QueueStep = { do: 'wait' } | { do: 'send' } | { do: 'summon' } | { do: 'end'; why: string }

export const freshWatch: QueueWatch = { idle: 0, hung: 0, unanswered: 0, othersTook: false, summons: 0 }

/** What follows from a beat for one queue. Pure. `patience`: how many idle beats a worker may have. */
export function watchQueue(before: QueueWatch, signs: QueueSigns, patience: number): { watch: QueueWatch; step: QueueStep } {
  const watch = remember(before, signs)
  const { idle, hung, unanswered, othersTook, summons } = watch
  if (hung >= hungAfterBeats) return { watch, step: { do: 'end', why: `all its places are taken, and none came free for ${hung} beats` } }
  if (idle < patience) {
    const again = unanswered > 0 && unanswered % resendAfterBeats === 0
    return { watch, step: { do: signs.answered || again ? 'send' : 'wait' } }
  }
  if (!othersTook) return { watch, step: { do: 'end', why: `the queue takes jobs in, but for ${idle} beats nobody took one out` } }
  if (summons < summonsTries) return { watch: { ...watch, summons: summons + 1 }, step: { do: 'summon' } }
  return { watch, step: { do: 'end', why: `other workers take jobs out, this one took none for ${idle} beats` } }
}

function remember(before: QueueWatch, { moved, full, answered, takenAnew }: QueueSigns): QueueWatch {
  const unanswered = answered ? 0 : before.unanswered + 1
  if (moved) return { ...freshWatch, unanswered }
  if (full) return { ...freshWatch, unanswered, hung: before.hung + 1 }
  return { ...before, hung: 0, idle: before.idle + 1, unanswered, othersTook: before.othersTook || takenAnew }
}
