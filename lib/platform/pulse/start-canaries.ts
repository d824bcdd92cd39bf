import packageFile from '../../../package.json' with { type: 'json' }
import type { Platform } from '../platform.ts'
import type { QueueName } from '../queue.ts'
import { canaryIds } from './canary-id.ts'
import {
  noteLate,
  noteSent,
  noteTook,
  recentRestarts,
  removePulse,
  type Sender,
  summonsSize,
  sweepPulses,
  writePulse,
} from './pulse-rows.ts'
import { createEar, type QueueEar } from './queue-ear.ts'
import { reachAnew } from './reach-anew.ts'
import { beatDeadlineMs, beatEveryMs, longestPatienceBeats, patienceBeats, rememberedForMs } from './tunables.ts'
import { watchQueue } from './watch-queue.ts'

export interface CanaryOptions {
  /** The worker's name, as in its attempts. */
  worker: string
  /** Its queues, and how many jobs it takes at once from each. */
  queues: Readonly<Partial<Record<QueueName, number>>>
  /** Called once, when this process no longer takes what waits: it should end, so that another takes its place. */
  onLate: (why: string) => void
  everyMs?: number
  patience?: number
}

export interface Canaries {
  /** Wraps a queue's processor: canaries are taken here, all else goes on to it. */
  through(queue: QueueName, processor: (id: string) => Promise<void>): (id: string) => Promise<void>
  /** One round: shows that the worker lives, looks at its queues, sends what follows. Never throws. */
  beat(): Promise<void>
  stop(): Promise<void>
}

/**
 * Shows every few seconds that this worker lives, sends a canary through each of its queues, and tells `onLate` when the process no
 * longer takes jobs out of one of them although database and queue are within reach. What it cannot reach is not held against it.
 */
export function startCanaries(platform: Platform, { worker, queues, onLate, everyMs = beatEveryMs, patience }: CanaryOptions): Canaries {
  const id = platform.ids()
  const places = new Map(Object.entries(queues) as [QueueName, number][])
  const sender: Sender = { id, worker, version: packageFile.version, places }
  const ears = new Map([...places].map(([queue, count]) => [queue, createEar(platform, { queue, places: count, worker, senderId: id })]))
  const watcher = createWatcher(platform, { sender, ears, onLate, patience })
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false

  const next = () => {
    running = watcher.beat().then(() => {
      // Not all workers at the same moment, whenever they were started.
      if (!stopped) timer = setTimeout(next, everyMs * (0.9 + 0.2 * platform.random()))
    })
  }
  if (Number.isFinite(everyMs)) next()

  return {
    through(queue, processor) {
      const ear = ears.get(queue)
      if (ear === undefined) throw new TypeError(`no canaries are sent through ${queue}`)
      return ear.through(processor)
    },
    beat: watcher.beat,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
      await removePulse(platform, id).catch(() => undefined)
    },
  }
}

interface Watched {
  sender: Sender
  ears: ReadonlyMap<QueueName, QueueEar>
  onLate: (why: string) => void
  patience: number | undefined
}

function createWatcher(platform: Platform, { sender, ears, onLate, patience: given }: Watched): { beat(): Promise<void> } {
  let patience = given ?? null
  let late = false
  let unreachable = 0
  let underWay: Promise<void> | null = null
  let sweptAt = Number.NEGATIVE_INFINITY

  const end = async (why: string) => {
    if (late) return
    late = true
    platform.log.error({ why }, 'this worker is late: it ends itself, for another to take its place')
    await within(noteLate(platform, sender.id, why), beatDeadlineMs).catch(() => undefined)
    onLate(why)
  }

  const look = async () => {
    patience ??= patienceAfter(await recentRestarts(platform, rememberedForMs))
    const rows = await writePulse(platform, sender)
    const took: QueueName[] = []
    for (const row of rows) {
      const ear = ears.get(row.queue)
      if (ear === undefined) continue
      const signs = ear.signs(row)
      if (signs.moved) took.push(row.queue)
      const { watch, step } = watchQueue(ear.watch, signs, patience)
      ear.watch = watch
      if (step.do === 'end') return end(`${row.queue}: ${step.why}`)
      if (step.do !== 'wait') await send(platform, { senderId: sender.id, queue: row.queue, summons: step.do === 'summon' })
    }
    await noteTook(platform, sender.id, took)
    if (platform.clock.monotonic() - sweptAt > rememberedForMs) {
      await sweepPulses(platform, rememberedForMs)
      sweptAt = platform.clock.monotonic()
    }
  }

  const outOfReach = async (error: unknown) => {
    if (unreachable === 0) platform.log.warn({ error }, 'the database or the queue is out of reach; the canaries wait')
    unreachable += 1
    for (const ear of ears.values()) ear.forget()
    const limit = patience ?? patienceBeats
    if (unreachable % limit === 0 && (await reachAnew(platform)))
      await end(`its own connections have not answered for ${unreachable} beats, although a new one does`)
  }

  return {
    async beat() {
      if (late) return
      // One that hangs is not joined by another: what it waits for may come back all at once.
      underWay ??= look().finally(() => {
        underWay = null
      })
      try {
        await within(underWay, beatDeadlineMs)
        unreachable = 0
      } catch (error) {
        await outOfReach(error)
      }
    },
  }
}

/** Restarting did not help so far: each time it is tried later. */
function patienceAfter(restarts: number): number {
  return Math.min(patienceBeats * 2 ** restarts, longestPatienceBeats)
}

async function send(platform: Platform, given: { senderId: string; queue: QueueName; summons: boolean }): Promise<void> {
  const { senderId, queue, summons } = given
  const number = await noteSent(platform, senderId, queue)
  const count = summons ? await summonsSize(platform, senderId, queue) : 1
  const ids = canaryIds({ senderId, number, summons }, count)
  await platform.queues.add(ids.map((id) => ({ queue, jobId: id.replaceAll('/', '-'), data: { id }, delayMs: 0 })))
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  // What comes too late has been told already.
  work.catch(() => undefined)
  try {
    return await Promise.race([work, tooLong])
  } finally {
    clearTimeout(timer)
  }
}
