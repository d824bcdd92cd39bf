import { expect, test } from 'vitest'
import { createConversation, startTurn, turnAnswer } from '#lib/assistant/index.ts'
import { lastText } from '../support/anthropic-rules.ts'
import { scriptedAnthropic } from '../support/scripted-anthropic.ts'
import { waitFor } from '../support/wait-for.ts'
import { setStage } from './stage.ts'

test('two turns at once in one conversation run one after another, and the messages keep their order', async () => {
  const claude = await scriptedAnthropic()
  const stage = await setStage(claude.variables)
  const { platform, member } = stage
  const { id: conversationId } = await createConversation(platform, { caller: member })
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  claude.script(
    async (request) => {
      await released
      return { text: `answer to ${lastText(request)}` }
    },
    (request) => {
      expect(request.messages).toHaveLength(3)
      return { text: `answer to ${lastText(request)}` }
    },
  )
  const start = (text: string) => startTurn(platform, { caller: member, conversationId, text, via: 'chat', traceId: 'a'.repeat(32) })
  const turns = [await start('one'), await start('two')]
  await waitFor(() => claude.requests.length === 1)
  expect(await platform.db.turn.findMany({ where: { conversationId }, orderBy: { sequence: 'asc' }, select: { status: true } })).toEqual([
    { status: 'running' },
    { status: 'queued' },
  ])
  release()
  await Promise.all(turns.map(({ turnId }) => turnAnswer(platform, { turnId })))
  expect((await stage.messages(conversationId)).map(({ text }) => text)).toEqual(['one', 'answer to one', 'two', 'answer to two'])
})

test('twenty messages at once to one conversation all get a turn of their own', async () => {
  const claude = await scriptedAnthropic()
  const stage = await setStage(claude.variables, { worker: false })
  const { platform, member } = stage
  const { id: conversationId } = await createConversation(platform, { caller: member })
  const start = (text: string) => startTurn(platform, { caller: member, conversationId, text, via: 'chat', traceId: 'a'.repeat(32) })
  await Promise.all(Array.from({ length: 20 }, (_, index) => start(`message ${index}`)))
  const turns = await platform.db.turn.findMany({ where: { conversationId }, orderBy: { sequence: 'asc' } })
  expect(turns.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
})
