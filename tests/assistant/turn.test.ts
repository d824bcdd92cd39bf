import { expect, test } from 'vitest'
import { lastResults, lastText } from '../support/anthropic-rules.ts'
import { scriptedAnthropic } from '../support/scripted-anthropic.ts'
import { setStage } from './stage.ts'

const amount = { amount: '49.90', currency: 'EUR' }

test('an approved refund is told by itself, and the mail goes out after it', async () => {
  const claude = await scriptedAnthropic()
  const stage = await setStage(claude.variables)
  claude.script(
    (request) => {
      expect(request.tools?.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['commerce__get_order', 'commerce__refund_order', 'find_operations']),
      )
      return { text: 'Let me look.', calls: [{ name: 'commerce__get_order', input: { orderId: '1042' } }] }
    },
    (request) => {
      expect(lastResults(request)).toMatchObject([{ status: 'succeeded', result: { orderId: '1042' } }])
      return {
        calls: [
          { name: 'commerce__refund_order', input: { orderId: '1042', amount, reason: 'arrived broken', _why: '“it arrived broken”' } },
          {
            name: 'mail__send',
            input: { to: 'jana.novak@example.test', subject: 'Sorry', body: 'We are sorry.', _after: ['commerce__refund_order'] },
          },
        ],
      }
    },
    (request) => {
      expect(lastResults(request)).toMatchObject([{ status: 'awaiting_approval' }, { status: 'awaiting_approval' }])
      return { text: 'Both wait for an approver.' }
    },
  )
  const asked = await stage.say('Refund order 1042, 49.90 EUR, it arrived broken, and tell the customer we are sorry.')
  expect(asked.status).toBe('done')
  expect(asked.actions.map(({ operation, status }) => [operation, status])).toEqual([
    ['commerce.get_order', 'succeeded'],
    ['commerce.refund_order', 'awaiting_approval'],
    ['mail.send', 'awaiting_approval'],
  ])
  const [, refund, mail] = asked.actions
  expect(refund).toMatchObject({ reason: 'it arrived broken', turnId: asked.turnId, requestedVia: 'chat' })
  expect(mail?.after.map(({ predecessorId }) => predecessorId)).toEqual([refund?.id])
  expect(await stage.messages(asked.conversationId)).toEqual([
    expect.objectContaining({ role: 'user' }),
    { role: 'assistant', kind: 'user', text: 'Let me look.\nBoth wait for an approver.', actionIds: asked.actions.map(({ id }) => id) },
  ])

  claude.script((request) => {
    expect(lastText(request)).toMatch(/^\[outcomes\] /)
    const outcomes = JSON.parse(lastText(request).slice('[outcomes] '.length)) as Record<string, unknown>[]
    expect(outcomes).toMatchObject([
      { actionId: refund?.id, operation: 'commerce.refund_order', status: 'succeeded', decidedBy: 'Bea Moreau' },
      { actionId: mail?.id, operation: 'mail.send', status: 'succeeded' },
    ])
    return { text: 'The refund is done and the mail is out.' }
  })
  await stage.decide(mail?.id ?? '', 'approve')
  expect(await stage.demo.journal(mail?.id ?? '')).toEqual([])
  await stage.decide(refund?.id ?? '', 'approve')
  expect(await stage.newWords(asked.conversationId, 2)).toBe('The refund is done and the mail is out.')
  expect(await stage.demo.journal(refund?.id ?? '')).toHaveLength(1)
  expect(await stage.demo.journal(mail?.id ?? '')).toHaveLength(1)
})
