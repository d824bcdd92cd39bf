import { expect, test } from 'vitest'
import { loadAction, requestAction } from '#lib/actions/index.ts'
import { cardsOf } from '#lib/faces/index.ts'
import { setStage } from '../assistant/stage.ts'
import { lastText } from '../support/anthropic-rules.ts'
import { scriptedAnthropic } from '../support/scripted-anthropic.ts'
import { waitFor } from '../support/wait-for.ts'

const refund = (amount: string, more: object = {}) => ({
  name: 'commerce__refund_order',
  input: { orderId: '1044', amount: { amount, currency: 'EUR' }, reason: 'late', ...more },
})

test('the reason of a rejection goes to the assistant, which comes back with a card that links to the old one and shows what is different', async () => {
  const claude = await scriptedAnthropic()
  const stage = await setStage(claude.variables)
  const { platform, approver, member } = stage
  claude.script(
    () => ({ calls: [refund('49.90')] }),
    () => ({ text: 'It waits.' }),
  )
  const { actions, conversationId } = await stage.say('Refund 49.90 EUR on 1044.')
  const first = actions[0]?.id ?? ''
  claude.script(
    (request) => {
      const [outcome] = JSON.parse(lastText(request).replace('[outcomes] ', '')) as Record<string, unknown>[]
      expect(outcome).toMatchObject({ actionId: first, status: 'rejected', comment: 'Half of it is enough.', mayBeCorrected: true })
      return { calls: [refund('24.95', { _corrects: first })] }
    },
    () => ({ text: 'I asked for half of it.' }),
  )
  await stage.decide(first, 'reject', 'Half of it is enough.')
  expect(await stage.newWords(conversationId, 2)).toBe('I asked for half of it.')
  const row = await platform.db.action.findFirstOrThrow({ where: { correctsId: first } })
  expect(row).toMatchObject({ status: 'awaiting_approval', conversationId })
  const [card] = await cardsOf(platform, approver, [await loadAction(platform.db, row.id)])
  expect(card?.corrects).toEqual({
    id: first,
    sentence: expect.stringContaining('49.90 EUR'),
    by: 'Bea Moreau',
    reason: 'Half of it is enough.',
    differences: [{ path: 'amount', label: 'Amount', before: '49.90 EUR', after: '24.95 EUR' }],
  })
  // Only what was rejected, by this person, in this conversation, and of this kind, can be put right.
  const ask = (correctsId: string, origin = true) =>
    requestAction(platform, {
      caller: member,
      via: 'chat',
      operation: 'commerce.refund_order',
      input: refund('1.00').input,
      correctsId,
      traceId: 'a'.repeat(32),
      ...(origin ? { origin: { conversationId, turnId: row.turnId ?? '', toolCallId: platform.ids(), tainted: false, sources: [] } } : {}),
    })
  await expect(ask(row.id)).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'corrects' }] })
  await expect(ask(first, false)).rejects.toMatchObject({ code: 'invalid' })
  await expect(ask('nonsense')).rejects.toMatchObject({ code: 'invalid' })
})

test('without any model key too: “make it 30 EUR” after a rejection puts it right, by the person’s word or the approver’s', async () => {
  const stage = await setStage({})
  const { platform } = stage
  const corrected = (id: string) =>
    waitFor(() => platform.db.action.findFirst({ where: { correctsId: id, digest: { not: null } } }), { within: 20_000 })
  const one = await stage.say('Refund order 1043, 49.90 EUR, it arrived broken.')
  const asked = one.actions.find(({ operation }) => operation === 'commerce.refund_order')?.id ?? ''
  await stage.decide(asked, 'reject', 'Too much.')
  expect(await stage.newWords(one.conversationId, 2)).toContain('Too much.')
  expect(await platform.db.action.count({ where: { correctsId: asked } })).toBe(0)
  await stage.say('make it 30 EUR', one.conversationId)
  expect(await corrected(asked)).toMatchObject({ status: 'awaiting_approval', input: { orderId: '1043', amount: { amount: '30.00' } } })

  const two = await stage.say('Refund order 1045, 49.90 EUR, it arrived broken.')
  const again = two.actions.find(({ operation }) => operation === 'commerce.refund_order')?.id ?? ''
  await stage.decide(again, 'reject', 'Make it 20 EUR.')
  const second = await corrected(again)
  expect(second).toMatchObject({ status: 'awaiting_approval', input: { orderId: '1045', amount: { amount: '20.00' } } })
  expect(await stage.newWords(two.conversationId, 2)).toMatch(/rejected this[\s\S]*This waits for/)
  // Once is enough: what was put right goes back to the person.
  await stage.decide(second.id, 'reject', 'Make it 10 EUR.')
  expect(await stage.newWords(two.conversationId, 3)).toContain('Make it 10 EUR.')
  expect(await platform.db.action.count({ where: { correctsId: second.id } })).toBe(0)
})
