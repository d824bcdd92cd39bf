import { expect, test } from 'vitest'
import { decideAction } from '#lib/approvals/index.ts'
import { openHouse } from '../support/house.ts'

const house = await openHouse()
const { approver, platform } = house

const euros = (amount: string) => ({ amount, currency: 'EUR' })
const limit = (amount: string) => house.ask('crm.set_credit_limit', { contactId: '501', amount: euros(amount) })
const approve = (actionId: string, digest: string | null) =>
  decideAction(platform, { actionId, caller: approver, verdict: 'approve', digest: digest ?? '' })

test('the world changes and changes back: the card that was approved once, and voided, can be approved again', async () => {
  await house.work((await limit('20.00')).id)
  const { id } = await limit('900.00')
  const first = await house.prepare(id)
  await approve(id, first.digest)
  await house.work((await limit('21.00')).id)
  const second = await house.work(id)
  expect(second.status).toBe('awaiting_approval')
  await approve(id, second.digest)
  await house.work((await limit('20.00')).id)
  const third = await house.work(id)
  expect(third).toMatchObject({ status: 'awaiting_approval', digest: first.digest })
  await approve(id, third.digest)
  expect((await house.work(id)).status).toBe('succeeded')
})
