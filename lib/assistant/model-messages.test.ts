import type { ModelMessage } from 'ai'
import { expect, test } from 'vitest'
import { answerAll, callsIn, foundIn, openCalls, storedMessage, toolMessage, toolResult } from './model-messages.ts'

const asks = (toolCallId: string, toolName = 'post__send'): ModelMessage => ({
  role: 'assistant',
  content: [{ type: 'tool-call', toolCallId, toolName, input: {} }],
})

test('a call without an answer is said to have been broken off, so that no provider refuses the history', () => {
  const [first, answer, next] = answerAll([asks('a'), { role: 'user', content: 'hello' }])
  expect(first).toEqual(asks('a'))
  expect(answer).toMatchObject({ role: 'tool', content: [{ toolCallId: 'a', output: { type: 'error-json' } }] })
  expect(next).toMatchObject({ role: 'user' })
  const answered = [asks('a'), toolMessage([toolResult({ toolCallId: 'a', toolName: 'post__send', input: {} }, {})])]
  expect(answerAll(answered)).toEqual(answered)
})

test('a call id that the model uses twice in a turn gets a name of its own, so that the second is not taken for the first', () => {
  const earlier = [asks('call-1'), toolMessage([])]
  expect(callsIn(storedMessage([asks('call-1')], earlier) ?? undefined)).toMatchObject([{ toolCallId: 'call-1-1' }])
  expect(callsIn(storedMessage([asks('call-2')], earlier) ?? undefined)).toMatchObject([{ toolCallId: 'call-2' }])
})

test('empty words are no message', () => {
  expect(storedMessage([], [])).toBeNull()
  expect(storedMessage([{ role: 'assistant', content: [{ type: 'text', text: '' }] }], [])).toBeNull()
})

test('only calls of the last message are open', () => {
  expect(openCalls([asks('a'), toolMessage([])])).toEqual([])
  expect(openCalls([asks('a')])).toHaveLength(1)
  expect(openCalls([])).toEqual([])
})

test('tools found by search are remembered within the turn, the newest first', () => {
  const found = (id: string, tool: string) => [
    asks(id, 'find_operations'),
    toolMessage([toolResult({ toolCallId: id, toolName: 'find_operations', input: {} }, { operations: [{ tool }] })]),
  ]
  expect(foundIn([...found('a', 'x__one'), ...found('b', 'x__two')])).toEqual(['x__two', 'x__one'])
})
