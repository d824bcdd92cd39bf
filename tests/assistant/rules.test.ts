import { expect, test } from 'vitest'
import { setStage } from './stage.ts'

test('without any model key the same road is gone: look-up, refund, mail after it, and the outcome told by itself', async () => {
  const stage = await setStage({})
  const asked = await stage.say('Refund order 1042, 49.90 EUR, it arrived broken, and tell the customer we are sorry.')
  expect(asked.status).toBe('done')
  const refund = asked.actions.find(({ operation }) => operation === 'commerce.refund_order')
  const mail = asked.actions.find(({ operation }) => operation === 'mail.send')
  expect(refund).toMatchObject({ status: 'awaiting_approval', input: { orderId: '1042', amount: { amount: '49.90', currency: 'EUR' } } })
  expect(mail).toMatchObject({ status: 'awaiting_approval', after: [{ predecessorId: refund?.id }] })
  await stage.decide(mail?.id ?? '', 'approve')
  await stage.decide(refund?.id ?? '', 'approve')
  const words = await stage.newWords(asked.conversationId, 2)
  expect(words).not.toBe('')
  expect(await stage.demo.journal(refund?.id ?? '')).toHaveLength(1)
  expect(await stage.demo.journal(mail?.id ?? '')).toHaveLength(1)
  expect(await stage.platform.db.action.count({ where: { told: false } })).toBe(0)
})
