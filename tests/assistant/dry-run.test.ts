import { expect, test } from 'vitest'
import { createConversation, loadPlan, requestPlan, setDryRun } from '#lib/assistant/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { scriptedAnthropic } from '../support/scripted-anthropic.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Stage, setStage } from './stage.ts'

const stage = await setStage({})
const claude = await scriptedAnthropic()
/** The same with a model that says what the test has it say. */
const scripted = await setStage(claude.variables)
const { platform, demo, member, approver } = stage
const effects = async (conversationId: string, of: Stage = stage) =>
  (await of.platform.db.action.findMany({ where: { conversationId } })).filter(({ effect }) => effect !== 'read')
const both = 'Refund order 1042, 49.90 EUR, it arrived broken, and tell the customer we are sorry.'

async function planning() {
  const { id } = await createConversation(platform, { caller: member })
  await setDryRun(platform, { caller: member, conversationId: id, dryRun: true })
  return id
}

test('a conversation in dry run reads, previews and judges; nothing with an effect is asked for', async () => {
  const id = await planning()
  const { plan, messages } = await stage.say(both, id)
  expect(plan.map(({ operation }) => operation)).toEqual(['commerce.refund_order', 'mail.send'])
  expect(plan[0]).toMatchObject({ verdict: 'require_approval', actionId: null, sentence: expect.stringContaining('49.90 EUR') })
  expect(await effects(id)).toEqual([])
  expect(messages.flatMap(({ parts }) => parts.filter(({ type }) => type === 'data-planned')).length).toBe(2)
  expect(
    messages
      .at(-1)
      ?.parts.map((part) => (part.type === 'text' ? part.text : ''))
      .join(''),
  ).toContain('I would ask for this')
})

test('a plan becomes real together: each asked for anew, in its order, once however often it is pressed', async () => {
  const id = await planning()
  const { plan } = await stage.say(both, id)
  const ids = plan.map((planned) => planned.id)
  const ask = () => requestPlan(platform, { caller: member, conversationId: id, ids, traceId: newTraceId() })
  const [first, second] = await Promise.all([ask(), ask()])
  expect(second.map((row) => row.id)).toEqual(first.map((row) => row.id))
  expect((await effects(id)).length).toBe(2)
  expect((await loadPlan(platform, { conversationId: id })).map(({ actionId }) => actionId)).toEqual(first.map((row) => row.id))
  const [refund] = first
  await waitFor(
    async () => (await platform.db.action.findUniqueOrThrow({ where: { id: refund?.id ?? '' } })).status === 'awaiting_approval',
  )
  await stage.decide(refund?.id ?? '', 'approve')
  await waitFor(async () => (await demo.journal(refund?.id ?? '')).length === 1)
})

test('“what would you do” plans for this one message, in a conversation that does things', async () => {
  const { plan, conversationId } = await stage.say('What would you do about: refund order 1043, 20 EUR, it came late?')
  expect(plan.map(({ operation }) => operation)).toEqual(['commerce.refund_order'])
  expect(await effects(conversationId)).toEqual([])
  const real = await stage.say('Refund order 1044, 20 EUR, it came late.', conversationId)
  expect(real.plan).toEqual([])
  expect(real.actions.some(({ operation }) => operation === 'commerce.refund_order')).toBe(true)
})

test('a plan is its owner’s, and what comes after another is not asked for alone', async () => {
  const id = await planning()
  const { plan } = await stage.say(both, id)
  const [refund, mail] = plan
  const asked = { conversationId: id, traceId: newTraceId() }
  await expect(requestPlan(platform, { ...asked, caller: approver, ids: [refund?.id ?? ''] })).rejects.toMatchObject({ code: 'not_found' })
  if (mail?.after.length === 1)
    await expect(requestPlan(platform, { ...asked, caller: member, ids: [mail.id] })).rejects.toMatchObject({ code: 'invalid' })
  await expect(setDryRun(platform, { caller: approver, conversationId: id, dryRun: false })).rejects.toMatchObject({ code: 'not_found' })
})

const refund = (orderId: string) => ({
  name: 'commerce__refund_order',
  input: { orderId, amount: { amount: '30.00', currency: 'EUR' }, reason: 'late' },
})
const mail = {
  name: 'mail__send',
  input: { to: 'ada@example.test', subject: 'Sorry', body: 'It was late.', _after: ['commerce__refund_order'] },
}

test('a model that calls all the same is told that nothing was asked for, and what would come of it', async () => {
  claude.script(
    () => ({ calls: [refund('1044'), mail] }),
    (request) => {
      const told = JSON.stringify(request.messages.at(-1))
      expect(told).toContain('planned')
      expect(told).not.toContain('awaiting_approval')
      return { text: 'I would refund it, then write.' }
    },
  )
  const { id } = await createConversation(scripted.platform, { caller: scripted.member })
  await setDryRun(scripted.platform, { caller: scripted.member, conversationId: id, dryRun: true })
  const { plan } = await scripted.say('Refund 30 EUR on 1044 and write to ada@example.test.', id)
  expect(plan.map(({ operation }) => operation)).toEqual(['commerce.refund_order', 'mail.send'])
  expect(plan[1]?.after).toEqual([plan[0]?.id])
  expect(await effects(id, scripted)).toEqual([])
})

test('switched to dry run while a card waits: what the model would do about its end is planned, not asked for', async () => {
  claude.script(
    () => ({ calls: [refund('1045')] }),
    () => ({ text: 'It waits.' }),
  )
  const { actions, conversationId } = await scripted.say('Refund 30 EUR on 1045.')
  await setDryRun(scripted.platform, { caller: scripted.member, conversationId, dryRun: true })
  claude.script(
    () => ({ calls: [refund('1046')] }),
    () => ({ text: 'I would try 1046 instead.' }),
  )
  const before = (await scripted.messages(conversationId)).length
  await scripted.decide(actions[0]?.id ?? '', 'reject', 'Wrong order.')
  expect(await scripted.newWords(conversationId, before)).toBe('I would try 1046 instead.')
  expect((await effects(conversationId, scripted)).map(({ id, status }) => ({ id, status }))).toEqual([
    { id: actions[0]?.id, status: 'rejected' },
  ])
  expect(await loadPlan(scripted.platform, { conversationId })).toMatchObject([{ operation: 'commerce.refund_order', actionId: null }])
})
