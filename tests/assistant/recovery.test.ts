import type { ModelMessage } from 'ai'
import { expect, test } from 'vitest'
import { requestAction } from '#lib/actions/index.ts'
import { createConversation, startTurn, sweepTurns, turnAnswer } from '#lib/assistant/index.ts'
import { startWorker } from '../../workers/start-worker.ts'
import { lastResults } from '../support/anthropic-rules.ts'
import { cleanUp } from '../support/clean-up.ts'
import { scriptedAnthropic } from '../support/scripted-anthropic.ts'
import { testPlatform } from '../support/test-platform.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Stage, setStage } from './stage.ts'

const input = { orderId: '1043', amount: { amount: '20.00', currency: 'EUR' }, reason: 'dented' }
const said: ModelMessage[] = [
  {
    role: 'assistant',
    content: [
      { type: 'text', text: 'I ask for it.' },
      { type: 'tool-call', toolCallId: 'toolu_stored', toolName: 'commerce__refund_order', input },
    ],
  },
]

/** A turn as a worker leaves it that is killed after it stored the model's message. */
async function abandonedTurn({ platform, member }: Stage) {
  const { id: conversationId } = await createConversation(platform, { caller: member })
  const { turnId } = await startTurn(platform, {
    caller: member,
    conversationId,
    text: 'Refund 20 EUR on 1043, dented.',
    via: 'chat',
    traceId: 'a'.repeat(32),
  })
  const leaseUntil = new Date(platform.clock.now().getTime() - 1)
  await platform.db.outbox.deleteMany()
  await platform.db.turn.update({ where: { id: turnId }, data: { status: 'running', fence: 1, leaseUntil } })
  const chunks = [
    { type: 'start', messageId: turnId },
    { type: 'start-step' },
    { type: 'text-start', id: '0-0' },
    { type: 'text-delta', id: '0-0', delta: 'I ask for it.' },
    { type: 'text-end', id: '0-0' },
  ]
  await platform.db.turnChunk.create({ data: { turnId, index: 0, chunks } })
  const message = { id: turnId, conversationId, turnId, sequence: 3, role: 'assistant', parts: [], model: JSON.parse(JSON.stringify(said)) }
  await platform.db.message.create({ data: message })
  return { conversationId, turnId }
}

test('a worker killed between storing the model’s message and asking: the next one asks once, without the model', async () => {
  const claude = await scriptedAnthropic()
  const stage = await setStage(claude.variables, { worker: false })
  const { turnId, conversationId } = await abandonedTurn(stage)
  claude.script((request) => {
    expect(lastResults(request)).toMatchObject([{ status: 'awaiting_approval' }])
    return { text: 'It waits for an approver.' }
  })
  cleanUp(await startWorker(stage.platform, 'second'))
  const { status, actions } = await turnAnswer(stage.platform, { turnId })
  expect(status).toBe('done')
  expect(actions).toMatchObject([{ operation: 'commerce.refund_order', toolCallId: 'toolu_stored', input }])
  expect((await stage.messages(conversationId)).at(-1)).toMatchObject({
    text: 'I ask for it.\nIt waits for an approver.',
    actionIds: [actions[0]?.id],
  })
})

test('a worker killed after asking: the action is found again and nothing is asked twice', async () => {
  const claude = await scriptedAnthropic()
  const stage = await setStage(claude.variables, { worker: false })
  const { turnId, conversationId } = await abandonedTurn(stage)
  const asked = await requestAction(stage.platform, {
    caller: stage.member,
    via: 'chat',
    operation: 'commerce.refund_order',
    input,
    traceId: 'a'.repeat(32),
    origin: { conversationId, turnId, toolCallId: 'toolu_stored', tainted: false, sources: [] },
  })
  claude.script(() => ({ text: 'It waits.' }))
  cleanUp(await startWorker(stage.platform, 'second'))
  const { actions } = await turnAnswer(stage.platform, { turnId })
  expect(actions.map(({ id }) => id)).toEqual([asked.id])
})

test('a worker that is taken for dead writes nothing more, and what it had begun to say is taken back', async () => {
  const claude = await scriptedAnthropic()
  const stage = await setStage(claude.variables)
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  claude.script(
    async () => {
      await released
      return { text: 'the late one' }
    },
    () => ({ text: 'the second one' }),
  )
  const { platform, member } = stage
  const { id: conversationId } = await createConversation(platform, { caller: member })
  const { turnId } = await startTurn(platform, { caller: member, conversationId, text: 'Hello', via: 'chat', traceId: 'a'.repeat(32) })
  await waitFor(() => claude.requests.length === 1)
  const other = await testPlatform({ database: platform.database, variables: claude.variables })
  cleanUp(await startWorker(other, 'other'))
  await platform.db.turn.update({ where: { id: turnId }, data: { leaseUntil: new Date(0) } })
  await sweepTurns(other)
  await waitFor(() => claude.requests.length === 2)
  release()
  const { status } = await turnAnswer(platform, { turnId })
  expect(status).toBe('done')
  expect((await stage.messages(conversationId)).at(-1)?.text).toBe('the second one')
  expect(await platform.db.turn.findUnique({ where: { id: turnId } })).toMatchObject({ fence: 2, status: 'done' })
})
