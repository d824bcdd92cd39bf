import { setImmediate } from 'node:timers/promises'
import { type Platform, queueJob, withTransaction } from '#lib/platform/index.ts'
import { type Claim, claimReady } from './claim-action.ts'
import { wakeJob } from './enqueue-action.ts'
import { runAction, runClaim } from './run-action.ts'

/** One connection, as one worker process works on it. */
interface Lane {
  /** Ids that this process has in hand, claimed or about to be. */
  inHand: Set<string>
  draining: Promise<void> | null
  /** Somebody woke it while it was draining. */
  again: boolean
  /** The last round left something behind: look again when one of ours ends. */
  more: boolean
  timer: NodeJS.Timeout | undefined
}

export interface ActionWorker {
  /** Claims and runs what waits for this connection. Resolves once nothing more can be taken for now; what runs goes on. */
  wake(connectionId: string): Promise<void>
  /** Takes nothing more, and waits for what is under way. */
  stop(): Promise<void>
}

/**
 * A worker's part in the queue `actions`. Each connection has a lane of its own with `places` places: a system that hangs fills its
 * own lane and delays nobody else's. A wake-up takes as many actions as there are places, in one statement.
 */
export function createActionWorker(platform: Platform, { worker, places }: { worker: string; places: number }): ActionWorker {
  const lanes = new Map<string, Lane>()
  const running = new Set<Promise<void>>()
  let stopped = false

  const laneOf = (connectionId: string): Lane => {
    const known = lanes.get(connectionId)
    if (known !== undefined) return known
    const lane: Lane = { inHand: new Set(), draining: null, again: false, more: false, timer: undefined }
    lanes.set(connectionId, lane)
    return lane
  }

  const run = (connectionId: string, lane: Lane, id: string, work: Promise<void>) => {
    lane.inHand.add(id)
    const done = work
      .catch((error: unknown) => platform.log.warn({ error, actionId: id }, 'an attempt could not be written down; the sweep ends it'))
      .finally(() => {
        lane.inHand.delete(id)
        running.delete(done)
        if (lane.more) void wake(connectionId)
        else if (lane.inHand.size === 0 && lane.draining === null && lane.timer === undefined) lanes.delete(connectionId)
      })
    running.add(done)
  }

  const round = async (connectionId: string, lane: Lane): Promise<boolean> => {
    const most = places - lane.inHand.size
    lane.more = most <= 0
    if (most <= 0) return false
    const { claims, slow, more, wakeAt } = await claimReady(platform, { connectionId, worker, most, except: [...lane.inHand] })
    for (const claim of claims) run(connectionId, lane, claim.row.id, runClaimed(claim))
    for (const id of slow) run(connectionId, lane, id, runAction(platform, id, worker))
    lane.more = more || wakeAt !== null
    if (wakeAt !== null) wakeLater(connectionId, lane, wakeAt)
    return more
  }
  const runClaimed = (claim: Claim) => runClaim(platform, claim)

  const wakeLater = (connectionId: string, lane: Lane, at: Date) => {
    clearTimeout(lane.timer)
    lane.timer = setTimeout(
      () => {
        lane.timer = undefined
        void wake(connectionId)
      },
      Math.max(1, at.getTime() - platform.clock.now().getTime()),
    )
  }

  const drain = async (connectionId: string, lane: Lane): Promise<void> => {
    try {
      // Those that end together give back their places together: one round takes them all.
      await setImmediate()
      if (stopped) return
      do lane.again = false
      while (((await round(connectionId, lane)) || lane.again) && !stopped)
    } catch (error) {
      // Nothing was sent: what waits stays queued, and the sweep wakes it again.
      platform.log.warn({ error, connectionId }, 'what waits for a connection could not be claimed; it is tried again')
    } finally {
      lane.draining = null
    }
  }

  const wake = (connectionId: string): Promise<void> => {
    const lane = laneOf(connectionId)
    lane.again = true
    if (stopped) return Promise.resolve()
    lane.draining ??= drain(connectionId, lane)
    return lane.draining
  }

  /** What woke it since it stopped, or was left for the next round, has no job any more: another worker is woken for it. */
  const leave = async (): Promise<void> => {
    const left = [...lanes].filter(([, { again, more }]) => again || more).map(([connectionId]) => connectionId)
    if (left.length === 0) return
    await withTransaction(platform, async (tx) => {
      for (const connectionId of left) await queueJob(tx, platform.live, wakeJob(platform, connectionId))
    })
  }

  return {
    wake,
    async stop() {
      stopped = true
      for (const lane of lanes.values()) clearTimeout(lane.timer)
      await Promise.all([...lanes.values()].map(({ draining }) => draining))
      // Now, since what runs may take longer than whoever ends this process waits.
      await leave().catch((error: unknown) => platform.log.warn({ error }, 'no other worker could be woken; the sweep does it'))
      await Promise.all(running)
    },
  }
}
