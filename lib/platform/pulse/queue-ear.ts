import type { Platform } from '../platform.ts'
import type { QueueName } from '../queue.ts'
import { canaryOf } from './canary-id.ts'
import { noteTaken } from './pulse-rows.ts'
import { summonsHoldMs } from './tunables.ts'
import { freshWatch, type QueueSigns, type QueueWatch } from './watch-queue.ts'

type Processor = (id: string) => Promise<void>

/** What this process hears of one of its queues. */
export interface QueueEar {
  queue: QueueName
  places: number
  watch: QueueWatch
  /** A processor that takes canaries by itself, and counts what begins and ends. */
  through(processor: Processor): Processor
  /** What happened since it was last asked, given how the canaries stand. */
  signs(row: { sent: number; taken: number }): QueueSigns
  /** Starts over: what lies behind says nothing about what comes. */
  forget(): void
}

export function createEar(platform: Platform, given: { queue: QueueName; places: number; worker: string; senderId: string }): QueueEar {
  const { queue, places, worker, senderId } = given
  let running = 0
  let moves = 0
  let movesSeen = 0
  let takenSeen = 0

  const take: Processor = async (id) => {
    const canary = canaryOf(id)
    if (canary === null) return
    await noteTaken(platform, canary, { queue, worker }).catch((error: unknown) =>
      // Its sender sees a canary that nobody took, and sends another.
      platform.log.info({ error, queue }, 'that a canary was taken could not be noted'),
    )
    if (canary.summons && canary.senderId !== senderId) await new Promise((go) => setTimeout(go, summonsHoldMs))
  }

  return {
    queue,
    places,
    watch: freshWatch,
    through: (processor) => async (id) => {
      running += 1
      moves += 1
      try {
        await (canaryOf(id) === null ? processor(id) : take(id))
      } finally {
        running -= 1
        moves += 1
      }
    },
    signs({ sent, taken }) {
      const signs = { moved: moves > movesSeen, full: running >= places, answered: taken >= sent, takenAnew: taken > takenSeen }
      movesSeen = moves
      takenSeen = taken
      return signs
    },
    forget() {
      this.watch = freshWatch
    },
  }
}
