import { type ActionStatus, AppError, isAtRest, isSettled } from '#lib/core/index.ts'
import { lookUntil, type Platform } from '#lib/platform/index.ts'
import { type ActionRow, statusOf } from './action-row.ts'
import { readAction } from './read-actions.ts'

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
  const look = async () => {
    const row = await readAction(platform, id)
    if (row === null) throw new AppError('not_found', 'There is no such action.')
    return row
  }
  const there = await lookUntil(platform, {
    look: async () => {
      const row = await look()
      return reached(row, until) ? row : null
    },
    hears: (event) => event.id === id && (event.status === undefined || mayBeThere(event.status as ActionStatus, until)),
    ms,
  })
  return there ?? look()
}
