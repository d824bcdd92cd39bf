import type { Platform } from '#lib/platform/index.ts'
import { type ActionRow, statusOf } from './action-row.ts'
import { type OpenGate, openGates } from './gates/gate.ts'
import { type Pause, pauseOver } from './pauses/pause.ts'
import { standingPauses } from './pauses/standing-pauses.ts'

/** What keeps an action from moving on, beyond its turn: an admin's pause, or a system that does not answer. */
export type Hold = { kind: 'pause'; pause: Pause } | { kind: 'gate'; gate: OpenGate }

/**
 * What holds each of these actions, by id. A pause also holds what still waits for a person: it says what approving will
 * not do. Reads nothing when none of them can be held.
 */
export async function holdsOf(platform: Platform, rows: readonly ActionRow[]): Promise<ReadonlyMap<string, Hold>> {
  const holdable = rows.filter((row) => ['requested', 'awaiting_approval', 'queued'].includes(statusOf(row)))
  if (holdable.length === 0) return new Map()
  const queued = holdable.filter((row) => statusOf(row) === 'queued')
  const [pauses, gates] = await Promise.all([
    standingPauses(platform),
    queued.length === 0
      ? []
      : openGates(
          platform,
          queued.map(({ connectionId }) => connectionId),
        ),
  ])
  return new Map(
    holdable.flatMap((row): [string, Hold][] => {
      const pause = pauseOver(pauses, row)
      if (pause !== null) return [[row.id, { kind: 'pause', pause }]]
      const gate = statusOf(row) === 'queued' ? gates.find(({ connectionId }) => connectionId === row.connectionId) : undefined
      return gate === undefined ? [] : [[row.id, { kind: 'gate', gate }]]
    }),
  )
}
