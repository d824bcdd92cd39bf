import type { Platform } from '#lib/platform/index.ts'
import type { ActionRow } from '../action-row.ts'
import type { StoryItem } from '../story-sentences.ts'
import { pausedWords } from './pause.ts'
import { pausesBetween } from './standing-pauses.ts'

/** The pauses that an action waited behind, and who lifted them, as lines of its story. */
export async function pauseItems(platform: Platform, row: ActionRow): Promise<StoryItem[]> {
  const span = waitingSpan(row, platform.clock.now())
  if (span === null) return []
  const pauses = await pausesBetween(platform, row, span)
  return pauses.flatMap((pause) => {
    const what = pausedWords(pause)
    const since = new Date(Math.max(pause.pausedAt.getTime(), span.from.getTime()))
    const paused = item(since, 'paused', `${pause.pausedBy.name} paused ${what}`, pause.reason)
    const { lifted } = pause
    return lifted === null ? [paused] : [paused, item(lifted.at, 'resumed', `${lifted.by.name} resumed ${what}`, lifted.reason)]
  })
}

/**
 * From when to when an action stood in line: a pause of any other time did not hold it. What was tried more than once
 * stood there several times; the whole of its life counts then. Null: it never stood in line.
 */
export function waitingSpan(
  row: Pick<ActionRow, 'status' | 'attempts' | 'createdAt' | 'queuedAt' | 'firstSentAt' | 'settledAt'>,
  now: Date,
): { from: Date; until: Date } | null {
  const { status, attempts, createdAt, queuedAt, firstSentAt, settledAt } = row
  if (status === 'requested') return { from: createdAt, until: now }
  if (queuedAt === null) return null
  const end = settledAt ?? now
  if (attempts > 1 || (attempts === 1 && status === 'queued')) return { from: createdAt, until: end }
  return { from: queuedAt, until: firstSentAt ?? end }
}

function item(at: Date, kind: string, title: string, reason: string): StoryItem {
  return { at: at.toISOString(), kind, title, detail: `“${reason}”`, facts: null, auditEventId: null, auditIndex: null }
}
