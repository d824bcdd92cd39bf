import { type ActionStatus, AppError, isAtRest, isSettled } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { type ActionRow, statusOf } from './action-row.ts'
import { readAction } from './read-actions.ts'
import { lookAgainMs } from './tunables.ts'

export type Until = 'prepared' | 'rest' | 'settled'

/** Whether an action in this status may be that far: a hint about an earlier one is not worth a look. */
function mayBeThere(status: ActionStatus, until: Until): boolean {
  if (until === 'settled') return isSettled(status)
  return until === 'prepared' ? status !== 'requested' : isAtRest(status)
}

function reached(row: ActionRow, until: Until): boolean {
  const status = statusOf(row)
  if (until === 'settled') return isSettled(status)
  if (until === 'prepared') return status !== 'requested' && !(status === 'awaiting_approval' && row.digest === null)
  return isAtRest(status) && !(status === 'awaiting_approval' && row.digest === null)
}

/**
 * The action once it is that far, or as it is after `ms`. Listens first and looks then, so that nothing falls in between; and looks
 * by itself now and then, since a hint can be lost. Throws `not_found`.
 */
export async function waitForAction(platform: Platform, id: string, { ms, until }: { ms: number; until: Until }): Promise<ActionRow> {
  let wake: () => void = () => undefined
  let hinted = false
  const unsubscribe = platform.live.subscribe((event) => {
    if (event.id !== id && event.type !== 'reconnected') return
    if (event.status !== undefined && !mayBeThere(event.status as ActionStatus, until)) return
    hinted = true
    wake()
  })
  let over = false
  const timer = setTimeout(() => {
    over = true
    wake()
  }, ms)
  const looking = setInterval(() => wake(), lookAgainMs)
  try {
    for (;;) {
      hinted = false
      const row = await readAction(platform, id)
      if (row === null) throw new AppError('not_found', 'There is no such action.')
      if (reached(row, until) || over) return row
      if (hinted) continue
      await new Promise<void>((resolve) => {
        wake = resolve
        if (hinted || over) resolve()
      })
    }
  } finally {
    clearTimeout(timer)
    clearInterval(looking)
    unsubscribe()
  }
}
