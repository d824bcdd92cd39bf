import { expect, test } from 'vitest'
import { answerQuestion, askQuestion, decideAction } from '#lib/approvals/index.ts'
import { changePolicy, currentPolicy } from '#lib/policy/index.ts'
import { setStage } from '../assistant/stage.ts'
import { person } from '../support/house.ts'
import { scriptedAnthropic } from '../support/scripted-anthropic.ts'
import { waitFor } from '../support/wait-for.ts'

const claude = await scriptedAnthropic()
const stage = await setStage(claude.variables)
const { platform, member, approver } = stage

const refund = (orderId: string) => ({
  name: 'commerce__refund_order',
  input: { orderId, amount: { amount: '30.00', currency: 'EUR' }, reason: 'late' },
})

test('a question reaches the conversation with the card, and no model answers in the person’s place', async () => {
  claude.script(
    () => ({ calls: [refund('1044')] }),
    () => ({ text: 'It waits.' }),
  )
  const { actions, conversationId } = await stage.say('Refund 30 EUR on 1044.')
  const actionId = actions[0]?.id ?? ''
  const before = claude.requests.length
  const question = await askQuestion(platform, { actionId, caller: approver, text: 'Is there a photo?' })
  expect(await stage.newWords(conversationId, 2)).toMatch(
    /^Bea Moreau asks you about “Refund 30\.00 EUR.*”: “Is there a photo\?” Answer on the card\.$/,
  )
  expect((await stage.messages(conversationId)).at(-1)).toMatchObject({ role: 'assistant', kind: 'background', actionIds: [actionId] })
  await answerQuestion(platform, { actionId, caller: member, text: 'Yes, attached.', replyTo: question.id })
  // What the person said themselves is not told to them again; what comes after is still told, by the model.
  claude.script((request) => {
    expect(JSON.stringify(request.messages)).toContain('Is there a photo?')
    return { text: 'It was rejected.' }
  })
  await stage.decide(actionId, 'reject', 'No.')
  expect(await stage.newWords(conversationId, 3)).toBe('It was rejected.')
  expect(claude.requests.length).toBe(before + 1)
  expect(await stage.messages(conversationId)).toHaveLength(4)
})

test('a question that comes during a turn waits for its end, and a lost job loses none', async () => {
  claude.script(
    () => ({ calls: [refund('1045')] }),
    () => ({ text: 'It waits.' }),
  )
  const { actions, conversationId } = await stage.say('Refund 30 EUR on 1045.')
  const actionId = actions[0]?.id ?? ''
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  claude.script(async () => {
    await released
    return { text: 'Nothing new.' }
  })
  const before = claude.requests.length
  const talking = stage.say('And else?', conversationId)
  await waitFor(() => claude.requests.length === before + 1)
  await askQuestion(platform, { actionId, caller: approver, text: 'Which one?' })
  release()
  await talking
  expect(await stage.newWords(conversationId, 4)).toContain('Which one?')
  // Written, but its job lost: the sweep finds it.
  const id = platform.ids()
  const at = new Date(platform.clock.now().getTime() - 60_000)
  await platform.db.approvalNote.create({
    data: { id, actionId, kind: 'question', fromId: approver.personId, toId: member.personId, text: 'Lost?', at },
  })
  expect(await stage.newWords(conversationId, 5)).toContain('Lost?')
})

test('one approval of two reaches the conversation with the card, once; the last one is told with how it ended', async () => {
  const { rules } = await currentPolicy(platform)
  const two = { role: 'approver' as const, quorum: 2, requesterExcluded: true }
  const asking = { name: 'two sign', operations: ['commerce.refund_order'], condition: null, verdict: 'require_approval' as const }
  const admin = await person(platform, 'Ines Duarte', ['admin'])
  const second = await person(platform, 'Ada Okafor', ['approver'])
  await changePolicy(platform, {
    rules: [...rules, { ...asking, requirements: [two], reason: 'It takes two.' }],
    comment: 'two sign',
    caller: admin,
  })
  claude.script(
    () => ({ calls: [refund('1046')] }),
    () => ({ text: 'It waits.' }),
  )
  const { actions, conversationId } = await stage.say('Refund 30 EUR on 1046.')
  const actionId = actions[0]?.id ?? ''
  await stage.decide(actionId, 'approve', 'Fine with me.')
  expect(await stage.newWords(conversationId, 2)).toMatch(
    /^Bea Moreau approved “Refund 30\.00 EUR.*”: “Fine with me\.” It takes another approval\.$/,
  )
  expect((await stage.messages(conversationId)).at(-1)).toMatchObject({ role: 'assistant', kind: 'background', actionIds: [actionId] })
  claude.script(() => ({ text: 'It is refunded.' }))
  const { digest } = await platform.db.action.findUniqueOrThrow({ where: { id: actionId } })
  await decideAction(platform, { actionId, caller: second, verdict: 'approve', digest: digest ?? '' })
  expect(await stage.newWords(conversationId, 3)).toBe('It is refunded.')
  expect(await stage.messages(conversationId)).toHaveLength(4)
})
