import { expect, test } from 'vitest'
import type { ActionStatus } from '#lib/core/index.ts'
import { undoSentence } from './turn-undo.ts'

const steps = (...statuses: ActionStatus[]) => statuses.map((status) => ({ status, mayDecide: false }))

test.each([
  [
    'Undoing 3 actions, newest first: 2 done, 1 waits for you.',
    [...steps('succeeded', 'succeeded'), { status: 'awaiting_approval', mayDecide: true }],
  ],
  ['Undoing 2 actions, newest first: 1 waits for approval, 1 next in line.', steps('awaiting_approval', 'queued')],
  ['Undoing 3 actions, newest first: 1 done, 1 failed, 1 left as it was.', steps('succeeded', 'failed', 'cancelled')],
  ['Undoing 1 action: 1 unknown.', steps('outcome_unknown')],
  ['Undid 2 actions, newest first.', steps('succeeded', 'succeeded')],
  ['Undid 1 action.', steps('succeeded')],
] as const)('%s', (sentence, given) => {
  expect(undoSentence(given)).toBe(sentence)
})
