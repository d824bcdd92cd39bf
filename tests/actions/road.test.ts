import { expect, test } from 'vitest'
import { cancelAction, retryAction, runAction, sweepActions } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { openHouse, refund } from '#tests/support/house.ts'

const house = await openHouse()
const { platform, demo, member, approver } = house

async function approved(id: string) {
  const { digest } = await house.look(id)
  return decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest: digest ?? '' })
}

test('a read runs at once and nobody is asked', async () => {
  const { id } = await house.ask('commerce.get_order', { orderId: '1042' })
  const row = await house.work(id)
  expect(row).toMatchObject({ status: 'succeeded', digest: null, preview: null, result: { orderId: '1042' } })
})

test('a refund waits with before and after, and is sent once with the action’s id as its key', async () => {
  const asked = await house.ask('commerce.refund_order', refund())
  expect(asked.status).toBe('requested')
  const waiting = await house.work(asked.id)
  expect(waiting).toMatchObject({ status: 'awaiting_approval', summary: 'Refund 49.90 EUR to Ada Lovelace for order 1042' })
  expect(waiting.preview).toMatchObject({
    changes: expect.arrayContaining([expect.objectContaining({ before: { amount: '0.00', currency: 'EUR' } })]),
  })
  expect(await demo.journal(asked.id)).toEqual([])
  await approved(asked.id)
  expect(await house.work(asked.id)).toMatchObject({ status: 'succeeded', attempts: 1 })
  await runAction(platform, asked.id, 'another')
  expect(await demo.journal(asked.id)).toHaveLength(1)
  // Two looks at the order, for the card and again at claim, and the one request that changes something.
  const sent = (await demo.requests(asked.id)) as { method: string; idempotencyKey: string | null }[]
  expect(sent.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST'])
  expect(sent.at(-1)?.idempotencyKey).toBe(asked.id)
})

test('what comes after waits for it, and runs when it has succeeded', async () => {
  const first = await house.ask('commerce.refund_order', refund('10.00', '1043'))
  const mail = await house.ask('mail.send', { to: 'ada@example.test', subject: 'Sorry', body: 'We are sorry.' }, { after: [first.id] })
  await house.work(first.id)
  await approved(mail.id)
  expect(await house.work(mail.id)).toMatchObject({ status: 'queued' })
  expect(await demo.journal(mail.id)).toEqual([])
  await approved(first.id)
  await house.work(first.id)
  expect(await house.work(mail.id)).toMatchObject({ status: 'succeeded' })
  expect(await demo.journal(mail.id)).toHaveLength(1)
})

test('what comes after is withdrawn when the first is rejected', async () => {
  const first = await house.ask('commerce.refund_order', refund('10.00', '1044'))
  const mail = await house.ask('mail.send', { to: 'ada@example.test', subject: 'Sorry', body: 'We are sorry.' }, { after: [first.id] })
  const { digest } = await house.work(first.id)
  await decideAction(platform, { actionId: first.id, caller: approver, verdict: 'reject', digest: digest ?? '', comment: 'not this one' })
  expect(await house.look(first.id)).toMatchObject({ status: 'rejected', error: { message: 'Bea Moreau rejected it: not this one' } })
  expect(await house.look(mail.id)).toMatchObject({ status: 'cancelled' })
})

test('what comes after is withdrawn when the first fails, and a failed one can be asked for anew', async () => {
  const first = await house.ask('commerce.refund_order', refund('9999.00', '1045'))
  const mail = await house.ask('mail.send', { to: 'ada@example.test', subject: 'Sorry', body: 'We are sorry.' }, { after: [first.id] })
  await house.work(first.id)
  await approved(first.id)
  expect(await house.work(first.id)).toMatchObject({ status: 'failed', attempts: 1 })
  expect(await house.look(mail.id)).toMatchObject({ status: 'cancelled' })
  const again = await retryAction(platform, { actionId: first.id, caller: member, via: 'api', traceId: newTraceId() })
  expect(again).toMatchObject({ retryOfId: first.id, status: 'requested' })
})

test('a small write runs by itself, one above the limit asks, and a cancelled one never runs', async () => {
  const small = await house.ask('crm.set_credit_limit', { contactId: '501', amount: { amount: '25.00', currency: 'EUR' } })
  expect(await house.work(small.id)).toMatchObject({ status: 'succeeded' })
  const large = await house.ask('crm.set_credit_limit', { contactId: '501', amount: { amount: '25.01', currency: 'EUR' } })
  expect(await house.work(large.id)).toMatchObject({ status: 'awaiting_approval' })
  await cancelAction(platform, { actionId: large.id, caller: member })
  expect(await house.work(large.id)).toMatchObject({ status: 'cancelled' })
  expect(await demo.journal(large.id)).toEqual([])
})

test('nobody decides in time: it expires, and what waited for it goes with it', async () => {
  const first = await house.ask('commerce.refund_order', refund('5.00', '1046'))
  await house.work(first.id)
  const mail = await house.ask('mail.send', { to: 'ada@example.test', subject: 'Sorry', body: 'We are sorry.' }, { after: [first.id] })
  platform.clock.advance(73 * 3_600_000)
  await sweepActions(platform)
  expect(await house.look(first.id)).toMatchObject({ status: 'expired' })
  expect((await house.look(mail.id)).status).toMatch(/cancelled|expired/)
})
