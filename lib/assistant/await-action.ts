import { type ActionRow, loadAction, statusOf, waitForAction } from '#lib/actions/index.ts'
import { isAtRest, isSettled } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'

/**
 * The action once it has settled or needs a person, or as it is when the time is over. One that waits for others first
 * is waited for only as long as those move by themselves.
 */
export async function awaitAction(platform: Platform, id: string, ms: number): Promise<ActionRow> {
  const until = platform.clock.monotonic() + ms
  const left = () => Math.max(0, until - platform.clock.monotonic())
  const row = await waitForAction(platform, id, { ms: left(), until: 'prepared' })
  if (isAtRest(statusOf(row)) || left() === 0) return row
  for (const { predecessorId } of row.after) {
    const first = await awaitAction(platform, predecessorId, left())
    if (!isSettled(statusOf(first))) return loadAction(platform.db, id)
  }
  return waitForAction(platform, id, { ms: left(), until: 'rest' })
}
