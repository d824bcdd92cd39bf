import type { UIMessage } from 'ai'
import { expect, test } from 'vitest'
import type { PlanStep } from '#components/chat/plan-frame.tsx'
import type { Card } from '#lib/faces/card-data.ts'
import { blocksOf, cardHolders } from './blocks.ts'

const card = (id: string, more: Partial<Card> = {}) => ({ id, effect: 'irreversible', status: 'awaiting_approval', ...more }) as Card
const cards = { a: card('a'), b: card('b'), read: card('read', { effect: 'read', status: 'succeeded' }) }
const plan = { p: { id: 'p', actionId: 'b' } as PlanStep }
const text = (words: string) => ({ type: 'text', text: words }) as const
const action = (actionId: string) => ({ type: 'data-action', id: actionId, data: { actionId } }) as const
const planned = (plannedId: string) => ({ type: 'data-planned', id: plannedId, data: { plannedId } }) as const
const message = (id: string, ...parts: UIMessage['parts']): UIMessage => ({ id, role: 'assistant', parts })
const kinds = (...given: Parameters<typeof blocksOf>) => blocksOf(...given).map(({ kind }) => kind)

test('a card stands where it was asked for; a question about it only leads there', () => {
  const asked = message('asked', text('This waits.'), action('read'), action('a'))
  const question = message('question', text('Is there a photo?'), action('a'))
  const holders = cardHolders([asked, question], plan)
  const isElsewhere = (of: string) => (id: string) => holders.get(id) !== of
  expect(kinds(asked.parts, { cards, plan, isElsewhere: isElsewhere('asked') }, false)).toEqual(['text', 'lines', 'cards'])
  expect(kinds(question.parts, { cards, plan, isElsewhere: isElsewhere('question') }, false)).toEqual(['text', 'mention'])
})

test('what was planned and then asked for has its card at the plan', () => {
  const holders = cardHolders([message('plan', planned('p')), message('question', action('b'))], plan)
  expect(holders.get('b')).toBe('plan')
  expect(kinds([planned('p')], { cards, plan, isElsewhere: () => false }, false)).toEqual(['plan', 'cards'])
})

test('while a message is being written its cards are lines, and what the server does not know is left out', () => {
  expect(kinds([action('a'), action('nobody')], { cards, plan, isElsewhere: () => false }, true)).toEqual(['lines'])
})
