import type { CardGravity } from './card-data.ts'

/**
 * How grave an action is, the gravest word first. What is not confirmed counts as no better than it is declared: that it only reads, or
 * can be undone, is said once an admin has confirmed it.
 */
export function gravityOf({ effect, undoable }: { effect: string; undoable: boolean }, confirmed: boolean): CardGravity[] {
  const grave = effect !== 'read' && (effect === 'irreversible' || !undoable)
  const words: CardGravity[] = grave ? [{ word: 'can’t be undone', tone: 'bad' }] : []
  if (!confirmed) return [...words, { word: 'not confirmed yet', tone: 'wait' }]
  return grave ? words : [{ word: effect === 'read' ? 'reads only' : 'can be undone', tone: 'plain' }]
}
