import { retryDefaults } from '#lib/core/index.ts'
import { type Platform, perPlatform } from '#lib/platform/index.ts'
import { clockJumpMs } from './tunables.ts'

interface Watch {
  wall: number
  monotonic: number
  /** Until when, on the clock that does not jump, no lease is called over. */
  heldUntil: number
}

const watches = perPlatform(
  (platform: Platform): Watch => ({
    wall: platform.clock.now().getTime(),
    monotonic: platform.clock.monotonic(),
    heldUntil: Number.NEGATIVE_INFINITY,
  }),
)

/**
 * Whether the wall clock can be trusted to say that a lease is over. When it has moved by more than the other clock since the last
 * look (somebody set it, or the machine slept), a lease that seems over may be a second old: for one whole lease none is ended. Asked
 * before each sweep.
 */
export function clockIsSteady(platform: Platform): boolean {
  const watch = watches(platform)
  const wall = platform.clock.now().getTime()
  const monotonic = platform.clock.monotonic()
  const jumped = Math.abs(wall - watch.wall - (monotonic - watch.monotonic)) > clockJumpMs
  watch.wall = wall
  watch.monotonic = monotonic
  if (jumped) watch.heldUntil = monotonic + retryDefaults.leaseMs
  return monotonic >= watch.heldUntil
}
