import { expect, test } from 'vitest'
import { lastText } from '../support/anthropic-rules.ts'
import { scriptedAnthropic } from '../support/scripted-anthropic.ts'
import { waitFor } from '../support/wait-for.ts'
import { setStage } from './stage.ts'

const claude = await scriptedAnthropic()
const stage = await setStage(claude.variables)

const refund = (orderId: string) => ({
  name: 'commerce__refund_order',
  input: { orderId, amount: { amount: '30.00', currency: 'EUR' }, reason: 'late' },
})
const mail = {
  name: 'mail__send',
  input: { to: 'ada@example.test', subject: 'Sorry', body: 'It was late.', _after: ['commerce__refund_order'] },
}

test('a rejected refund takes the mail after it along, and both are told in one turn', async () => {
  claude.script(
    () => ({ calls: [refund('1044'), mail] }),
    () => ({ text: 'Both wait.' }),
    (request) => {
      const outcomes = JSON.parse(lastText(request).replace('[outcomes] ', '')) as Record<string, unknown>[]
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['cancelled', 'rejected'])
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
        decidedBy: 'Bea Moreau',
        comment: 'Not without a photo.',
      })
      return { text: 'It was rejected; no mail went out.' }
    },
  )
  const { actions, conversationId } = await stage.say('Refund 30 EUR on 1044 and write to ada@example.test.')
  await stage.decide(actions[0]?.id ?? '', 'reject', 'Not without a photo.')
  expect(await stage.newWords(conversationId, 2)).toBe('It was rejected; no mail went out.')
  expect(await stage.platform.db.action.count({ where: { conversationId, told: false } })).toBe(0)
})

test('the sixth background turn in a row is told without a model, and a word of the person starts the count anew', async () => {
  const orders = ['1045', '1046', '1047', '1048', '1049', '1050', '1051']
  claude.script(
    () => ({ calls: orders.map(refund) }),
    () => ({ text: 'All wait.' }),
  )
  const { actions, conversationId } = await stage.say(`Refund 30 EUR each on ${orders.join(', ')}.`)
  const said = async () => (await stage.messages(conversationId)).length
  for (const [index, { id }] of actions.slice(0, 6).entries()) {
    const before = await said()
    if (index < 5) claude.script(() => ({ text: `Outcome ${index + 1}.` }))
    await stage.decide(id, 'reject')
    const words = await stage.newWords(conversationId, before)
    if (index < 5) expect(words).toBe(`Outcome ${index + 1}.`)
    else expect(words).toMatch(/^Refund 30\.00 EUR.*: rejected\. Bea Moreau rejected it\.$/)
  }
  claude.script(() => ({ text: 'You are welcome.' }))
  await stage.say('Thanks.', conversationId)
  claude.script(() => ({ text: 'The last one too.' }))
  const before = await said()
  await stage.decide(actions[6]?.id ?? '', 'reject')
  expect(await stage.newWords(conversationId, before)).toBe('The last one too.')
})

test('an outcome that comes during a turn is told after it, not in the middle and not twice', async () => {
  claude.script(
    () => ({ calls: [refund('1052')] }),
    () => ({ text: 'It waits.' }),
  )
  const { actions, conversationId } = await stage.say('Refund 30 EUR on 1052.')
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  claude.script(
    async () => {
      await released
      return { text: 'Nothing new.' }
    },
    (request) => {
      expect(lastText(request)).toMatch(/^\[outcomes\]/)
      return { text: 'Rejected.' }
    },
  )
  const before = claude.requests.length
  const talking = stage.say('And else?', conversationId)
  await waitFor(() => claude.requests.length === before + 1)
  await stage.decide(actions[0]?.id ?? '', 'reject')
  release()
  await talking
  expect(await stage.newWords(conversationId, 4)).toBe('Rejected.')
  expect((await stage.messages(conversationId)).map(({ kind, role }) => `${role} ${kind}`)).toEqual([
    'user user',
    'assistant user',
    'user user',
    'assistant user',
    'assistant background',
  ])
})
