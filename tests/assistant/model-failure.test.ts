import { expect, test } from 'vitest'
import { lastResults } from '../support/anthropic-rules.ts'
import { scriptedAnthropic } from '../support/scripted-anthropic.ts'
import { setStage } from './stage.ts'

const claude = await scriptedAnthropic()
const stage = await setStage(claude.variables)

test.each([
  { status: 401, type: 'authentication_error', tries: 1, says: 'it refused the key' },
  { status: 529, type: 'overloaded_error', tries: 3, says: 'it is overloaded or down' },
])('$status before the first word: the rules model goes on and says so', async ({ status, type, tries, says }) => {
  claude.script(...Array.from({ length: tries }, () => () => ({ error: { status, type } })))
  const { status: end, conversationId, actions, turnId } = await stage.say('Show me order 1042.')
  expect(end).toBe('done')
  const [notice, ...answer] = (await stage.messages(conversationId)).at(-1)?.text.split('\n') ?? []
  expect(notice).toBe(`Claude Sonnet 5.5 did not answer: ${says}. The built-in rules model goes on.`)
  expect(answer.join('')).not.toBe('')
  expect(actions).toMatchObject([{ operation: 'commerce.get_order', status: 'succeeded' }])
  expect(await stage.platform.db.turn.findUnique({ where: { id: turnId } })).toMatchObject({ model: 'built-in rules model' })
})

test('a model that breaks off in the middle ends the turn with a plain sentence, and the next turn works', async () => {
  claude.script(() => ({ text: 'I would say that', cutAfter: 2, paceMs: 30 }))
  const { status, conversationId } = await stage.say('Hello')
  expect(status).toBe('failed')
  expect((await stage.messages(conversationId)).at(-1)?.text).toMatch(/^I would\s+Claude Sonnet 5\.5 broke off/)
  claude.script(() => ({ text: 'Here again.' }))
  expect((await stage.say('Again?', conversationId)).status).toBe('done')
})

test('an input that does not fit makes no action and tells the model which field', async () => {
  claude.script(
    () => ({ calls: [{ name: 'commerce__refund_order', input: { orderId: '1042', amount: 'a lot' } }] }),
    (request) => {
      const [result] = lastResults(request)
      expect(result).toMatchObject({ status: 'invalid', errors: expect.arrayContaining([expect.objectContaining({ path: 'amount' })]) })
      return { calls: [{ name: 'no_such_tool', input: {} }] }
    },
    () => ({
      calls: [
        {
          name: 'commerce__refund_order',
          input: { orderId: '1042', amount: { amount: '1.00', currency: 'EUR' }, reason: 'late', _after: ['mail__send'] },
        },
      ],
    }),
    (request) => {
      expect(lastResults(request)).toMatchObject([{ status: 'invalid', error: expect.stringContaining('mail__send') }])
      return { text: 'I give up.' }
    },
  )
  const { actions, status } = await stage.say('Refund order 1042 a lot.')
  expect(status).toBe('done')
  expect(actions).toEqual([])
})

test('a model that never comes to an end is stopped after twelve steps', async () => {
  claude.script(...Array.from({ length: 12 }, () => () => ({ calls: [{ name: 'find_operations', input: { query: 'fly to the moon' } }] })))
  const { conversationId } = await stage.say('Keep looking.')
  expect((await stage.messages(conversationId)).at(-1)?.text).toMatch(/^I stopped after 12 steps/)
})
