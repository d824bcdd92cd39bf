import { expect, test } from 'vitest'
import { listActions } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { cardsOf } from '#lib/faces/index.ts'
import { openHouse, refund } from '#tests/support/house.ts'

const house = await openHouse()
const { platform, approver, member } = house

async function decided(orderId: string, verdict: 'approve' | 'reject'): Promise<void> {
  const { id } = await house.ask('commerce.refund_order', refund('30.00', orderId))
  await house.prepare(id)
  const { digest } = await house.look(id)
  await decideAction(platform, { actionId: id, caller: approver, verdict, digest: digest ?? '', comment: 'seen' })
}

test('a card tells what was decided on the last five like it, whoever asks for them', async () => {
  const first = await house.ask('commerce.refund_order', refund('30.00', '1050'))
  await house.prepare(first.id)
  const cardOf = async (id: string, caller = approver) => (await cardsOf(platform, caller, [await house.look(id)]))[0]
  expect((await cardOf(first.id))?.similar).toBeNull()
  await decided('1042', 'reject')
  for (const orderId of ['1043', '1044', '1045', '1046', '1047']) await decided(orderId, orderId === '1045' ? 'reject' : 'approve')
  const card = await cardOf(first.id)
  expect(card?.similar).toEqual({
    sentence: 'The last 5 like this: 4 approved, 1 rejected',
    href: '/actions?operation=commerce.refund_order',
  })
  // Its link leads to rows that the reader may see.
  expect((await listActions(platform, approver, { operation: 'commerce.refund_order', limit: 10 })).items).toHaveLength(7)
  expect((await cardOf(first.id, member))?.similar).toBeNull()
})
