import { AttemptError, retryDefaults } from '#lib/core/index.ts'
import { type Platform, perPlatform } from '#lib/platform/index.ts'
import { leaseMarginMs } from './tunables.ts'

/**
 * A worker's hold on one running action. The fence in the row keeps a late writer from writing; this keeps a late worker from
 * sending. It goes by the clock that does not jump, and by the wall clock too, which goes on while a machine sleeps: whichever of
 * them says that it is over, it is over. What stays open is the moment between the last look and the first byte (0011).
 */
export interface Lease {
  id: string
  fence: number
  /** Milliseconds that a request may still take: it ends before the lease does. */
  leftMs(): number
  /** Throws AttemptError `before_effect` when nothing may be sent any more. */
  beforeSend(): void
  /** Ends with the time that is left, and at once when the row turns out to be somebody else's. */
  signal: AbortSignal
  release(): void
}

interface Held extends Lease {
  extend(from: { monotonic: number; wall: number }): void
  lose(): void
}

const heldBy = perPlatform((_platform: Platform) => new Map<string, Held>())

/** `from`: both clocks, read before the claim was written. */
export function holdLease(
  platform: Platform,
  { id, fence, from }: { id: string; fence: number; from: { monotonic: number; wall: number } },
): Lease {
  const held = heldBy(platform)
  const controller = new AbortController()
  let ends = from
  let timer: NodeJS.Timeout | undefined
  const leftMs = () =>
    Math.min(ends.monotonic - platform.clock.monotonic(), ends.wall - platform.clock.now().getTime()) +
    retryDefaults.leaseMs -
    leaseMarginMs
  const arm = () => {
    clearTimeout(timer)
    timer = setTimeout(() => controller.abort(new Error('the lease is over')), Math.max(0, leftMs()))
  }
  const lease: Held = {
    id,
    fence,
    leftMs,
    beforeSend() {
      if (leftMs() > 0 && !controller.signal.aborted) return
      throw new AttemptError('before_effect', 'The worker was held up until its lease was nearly over; nothing was sent.', { ours: true })
    },
    signal: controller.signal,
    extend(next) {
      ends = next
      arm()
    },
    lose: () => controller.abort(new Error('another worker holds it now')),
    release() {
      clearTimeout(timer)
      if (held.get(id) === lease) held.delete(id)
    },
  }
  held.set(id, lease)
  arm()
  return lease
}

export function readClocks({ clock }: Platform): { monotonic: number; wall: number } {
  return { monotonic: clock.monotonic(), wall: clock.now().getTime() }
}

/** The heartbeat: one statement for all that this process holds. What is no longer ours is given up at once. */
export async function renewLeases(platform: Platform): Promise<number> {
  const held = [...heldBy(platform).values()].filter((lease) => lease.leftMs() > 0)
  if (held.length === 0) return 0
  const from = readClocks(platform)
  const { rows } = await platform.pool.query<{ id: string }>({
    name: 'renew_leases',
    // In the order in which the ledger locks, so that a round of ends and the heartbeat do not wait for each other for ever.
    text: `with mine as (
        select a.id from action a join unnest($1::uuid[], $2::int[]) as held(id, fence) on a.id = held.id and a.fence = held.fence
        where a.status = 'running' order by a.id for no key update of a
      ) update action set "leaseUntil" = $3 from mine where action.id = mine.id returning action.id`,
    values: [held.map(({ id }) => id), held.map(({ fence }) => fence), new Date(from.wall + retryDefaults.leaseMs)],
  })
  const kept = new Set(rows.map(({ id }) => id))
  for (const lease of held) {
    if (kept.has(lease.id)) lease.extend(from)
    // Released meanwhile: it has ended as it should.
    else if (heldBy(platform).get(lease.id) === lease) lease.lose()
  }
  return kept.size
}
