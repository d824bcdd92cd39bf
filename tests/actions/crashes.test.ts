import { expect, test } from 'vitest'
import { claimAction, resolveAction, runAction, sweepActions } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { AppError } from '#lib/core/index.ts'
import { openHouse, refund } from '#tests/support/house.ts'

const house = await openHouse({ random: () => 0 })
const { platform, demo, member, approver, approver2 } = house

async function queued(operation: string, input: unknown): Promise<string> {
  const { id } = await house.ask(operation, input)
  const prepared = await house.prepare(id)
  if (prepared.status === 'awaiting_approval') {
    await decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest: prepared.digest ?? '' })
  }
  return id
}

async function posts(id: string): Promise<number> {
  return ((await demo.requests(id)) as { method: string }[]).filter(({ method }) => method !== 'GET').length
}

const creditLimit = (amount = '20.00') => ({ contactId: '502', amount: { amount, currency: 'EUR' } })

test('the answer was lost: the same key again, two requests, one effect', async () => {
  const id = await queued('commerce.refund_order', refund('10.00', '1042'))
  await demo.addFault({ path: '/orders/1042/refunds', mode: 'drop_after' })
  expect(await house.work(id)).toMatchObject({ status: 'queued', attempts: 1 })
  expect(await house.work(id)).toMatchObject({ status: 'succeeded', attempts: 2 })
  expect(await posts(id)).toBe(2)
  expect(await demo.journal(id)).toHaveLength(1)
})

test('no key and the answer was lost: one request, a person is asked, and what they say counts', async () => {
  await demo.addFault({ path: '*', method: 'PUT', mode: 'drop_after' })
  const id = await queued('crm.set_credit_limit', creditLimit())
  const row = await house.work(id)
  expect(row).toMatchObject({ status: 'outcome_unknown', attempts: 1 })
  expect(await posts(id)).toBe(1)
  const resolve = (caller: typeof approver, outcome: 'succeeded' | 'failed') =>
    resolveAction(platform, { actionId: id, outcome, comment: 'it is there', caller })
  await expect(resolve(member, 'succeeded')).rejects.toMatchObject({ code: 'forbidden' })
  expect(await resolve(approver, 'succeeded')).toMatchObject({ status: 'succeeded' })
  await expect(resolve(approver2, 'failed')).rejects.toBeInstanceOf(AppError)
  expect(await demo.journal(id)).toHaveLength(1)
})

test('the worker died after the claim: with a key it runs again, without one a person is asked', async () => {
  const again = await queued('commerce.refund_order', refund('5.00', '1044'))
  const once = await queued('crm.set_credit_limit', creditLimit('22.00'))
  expect(await claimAction(platform, again, 'dies')).toMatchObject({ fence: 1 })
  expect(await claimAction(platform, once, 'dies')).toMatchObject({ fence: 1 })
  await sweepActions(platform)
  expect(await house.look(again)).toMatchObject({ status: 'running' })
  platform.clock.advance(31_000)
  await sweepActions(platform)
  expect(await house.look(again)).toMatchObject({ status: 'queued' })
  expect(await house.look(once)).toMatchObject({ status: 'outcome_unknown' })
  expect(await house.work(again)).toMatchObject({ status: 'succeeded', attempts: 2 })
  expect(await house.work(once)).toMatchObject({ status: 'outcome_unknown' })
  expect(await demo.journal(once)).toEqual([])
})

test('a worker that wakes after its lease cannot overwrite what came after it', { timeout: 60_000 }, async () => {
  const id = await queued('commerce.refund_order', refund('5.00', '1045'))
  await demo.addFault({ path: '/orders/1045/refunds', mode: 'timeout' })
  const late = runAction(platform, id, 'late')
  await expect.poll(() => posts(id)).toBe(1)
  platform.clock.advance(31_000)
  await sweepActions(platform)
  expect(await house.work(id)).toMatchObject({ status: 'succeeded', attempts: 2 })
  const settled = await house.look(id)
  await late
  expect(await house.look(id)).toEqual(settled)
  expect(await demo.journal(id)).toHaveLength(1)
})

test.each([
  ['429', 'queued'],
  ['500', 'queued'],
  ['garbage', 'queued'],
  ['drop_before', 'queued'],
] as const)('%s of an operation with a key is tried again', async (mode, status) => {
  const order = { '429': '1046', '500': '1047', garbage: '1048', drop_before: '1049' }[mode]
  const id = await queued('commerce.refund_order', refund('5.00', order))
  await demo.addFault({ path: `/orders/${order}/refunds`, mode })
  expect(await house.work(id)).toMatchObject({ status })
  platform.clock.advance(2_000)
  expect(await house.work(id)).toMatchObject({ status: 'succeeded' })
  expect(await demo.journal(id)).toHaveLength(1)
})

test.each([
  ['429', 'queued'],
  ['500', 'outcome_unknown'],
  ['garbage', 'outcome_unknown'],
  ['drop_before', 'outcome_unknown'],
] as const)('%s of an operation without a key is never sent blindly again', async (mode, status) => {
  await demo.addFault({ path: '*', method: 'PUT', mode })
  const id = await queued('crm.set_credit_limit', creditLimit('23.00'))
  expect(await house.work(id)).toMatchObject({ status, attempts: 1 })
  expect(await posts(id)).toBe(1)
})

test('a mail refused before the data is tried again; one cut after the data asks a person', async () => {
  const mail = { to: 'ada@example.test', subject: 'Hello', body: 'A line.' }
  const early = await queued('mail.send', mail)
  await demo.addFault({ path: 'smtp', mode: '429' })
  expect(await house.work(early)).toMatchObject({ status: 'queued' })
  platform.clock.advance(2_000)
  expect(await house.work(early)).toMatchObject({ status: 'succeeded' })
  const cut = await queued('mail.send', mail)
  await demo.addFault({ path: 'smtp', mode: 'drop_after' })
  expect(await house.work(cut)).toMatchObject({ status: 'outcome_unknown' })
  expect(await demo.journal(cut)).toHaveLength(1)
  const refused = await queued('mail.send', mail)
  await demo.addFault({ path: 'smtp', mode: '500' })
  expect(await house.work(refused)).toMatchObject({ status: 'failed' })
})

test('a job that the queue lost moves again', async () => {
  const id = await queued('commerce.get_order', { orderId: '1042' })
  await platform.db.outbox.deleteMany()
  platform.clock.advance(11_000)
  const swept = await sweepActions(platform)
  expect(swept.woken).toBeGreaterThan(0)
  const { connectionId } = await house.look(id)
  expect((await platform.db.outbox.findMany()).map(({ data }) => data)).toContainEqual({ id: `connection/${connectionId}` })
})
