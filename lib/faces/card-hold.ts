import { type Hold, pausedWords, pauseSentence } from '#lib/actions/index.ts'
import type { ActionStatus } from '#lib/core/index.ts'
import type { CardHold } from './card-data.ts'

/** What the card of something that would move by itself says instead of "it runs in a moment". */
export function heldOf(status: ActionStatus, hold: Hold | null): CardHold | null {
  if (hold === null || status === 'awaiting_approval') return null
  if (hold.kind === 'gate') return { word: null, sentence: `It waits until ${hold.gate.title} answers again.` }
  return { word: 'paused by an admin', sentence: `${pauseSentence(hold.pause)} It goes on, in its order, once that is resumed.` }
}

/** What whoever decides has to know: their approval alone will not make it run. */
export function heldNote(status: ActionStatus, hold: Hold | null): string | null {
  if (hold?.kind !== 'pause' || status !== 'awaiting_approval') return null
  const { pause } = hold
  return `${pauseSentence(pause)} You can decide; it runs once ${pausedWords(pause)} is resumed.`
}
