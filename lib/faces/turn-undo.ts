import type { TurnUndo } from '#lib/actions/index.ts'
import type { ActionStatus } from '#lib/core/index.ts'
import type { Card, TurnUndoView } from './card-data.ts'

export function turnUndoView(turnId: string, steps: Card[]): TurnUndoView {
  return { turnId, sentence: undoSentence(steps), steps }
}

type Step = Pick<Card, 'status' | 'mayDecide'>

/** "Undoing 3 actions, newest first: 2 done, 1 waits for you." Pure. */
export function undoSentence(steps: readonly Step[]): string {
  const what = steps.length === 1 ? '1 action' : `${steps.length} actions`
  if (steps.every(({ status }) => status === 'succeeded')) return steps.length === 1 ? `Undid ${what}.` : `Undid ${what}, newest first.`
  const counted = new Map<string, number>()
  for (const step of steps) counted.set(wordsFor(step), (counted.get(wordsFor(step)) ?? 0) + 1)
  const order = steps.length === 1 ? '' : ', newest first'
  return `Undoing ${what}${order}: ${[...counted].map(([words, count]) => `${count} ${words}`).join(', ')}.`
}

function wordsFor({ status, mayDecide }: Step): string {
  if (status === 'awaiting_approval') return mayDecide ? 'waits for you' : 'waits for approval'
  return words[status]
}

const words: Record<ActionStatus, string> = {
  requested: 'is being prepared',
  awaiting_approval: 'waits for approval',
  queued: 'next in line',
  running: 'running',
  outcome_unknown: 'unknown',
  succeeded: 'done',
  failed: 'failed',
  denied: 'not allowed',
  rejected: 'rejected',
  expired: 'not decided in time',
  cancelled: 'left as it was',
}

/** What is not taken back with the rest, and why. */
export interface LeftOutView {
  id: string
  sentence: string
  why: string
}

export function leftOutView({ leftOut }: Pick<TurnUndo, 'leftOut'>): LeftOutView[] {
  return leftOut.map(({ action, why }) => ({ id: action.id, sentence: action.summary || action.title, why }))
}
