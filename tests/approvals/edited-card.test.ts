import { expect, test } from 'vitest'
import { decideAction } from '#lib/approvals/index.ts'
import { eraseEvents } from '#lib/audit/index.ts'
import { editsOf } from '#lib/faces/card-edit.ts'
import { cardsOf } from '#lib/faces/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { openHouse, refund } from '#tests/support/house.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const house = await openHouse()
const { platform, member, approver, approver2, admin } = house

async function waiting(orderId: string) {
  const { id } = await house.ask('commerce.refund_order', refund('31.00', orderId))
  return house.prepare(id)
}

async function change(id: string, caller: Caller, input: object) {
  const { digest } = await house.look(id)
  const edit = decideAction(platform, { actionId: id, caller, verdict: 'approve', digest: digest ?? '', input })
  await waitFor(async () => (await house.look(id)).digest === null)
  await house.prepare(id)
  await edit
  return house.look(id)
}

const amount = (before: string, after: string) => [{ path: 'amount', label: 'Amount', before: `${before} EUR`, after: `${after} EUR` }]

test('after a change the card says to whoever asked and whoever signs next what was changed, and by whom', async () => {
  const [raised, lowered, plain] = [await waiting('1042'), await waiting('1043'), await waiting('1044')]
  const rows = [
    await change(raised.id, approver, refund('33.00', '1042')),
    await change(lowered.id, approver, refund('20.00', '1043')),
    await house.look(plain.id),
  ]
  for (const reader of [member, approver2]) {
    const cards = await cardsOf(platform, reader, rows)
    expect(cards.map(({ edit }) => edit)).toEqual([
      { by: 'Bea Moreau', onBehalfOf: null, differences: amount('31.00', '33.00'), secret: false },
      { by: 'Bea Moreau', onBehalfOf: null, differences: amount('31.00', '20.00'), secret: false },
      null,
    ])
  }
})

test('changed twice, the card shows the newer change; and however many cards, the log is asked once', async () => {
  const [one, two] = [await waiting('1042'), await waiting('1043')]
  await change(one.id, approver, refund('33.00', '1042'))
  const rows = [
    await change(one.id, approver2, { ...refund('33.00', '1042'), reason: 'two arrived broken' }),
    await change(two.id, approver, refund('34.00', '1043')),
  ]
  const [card] = await cardsOf(platform, admin, rows)
  expect(card?.edit).toMatchObject({
    by: 'Ada Okafor',
    differences: [{ path: 'reason', before: 'arrived broken', after: 'two arrived broken' }],
  })
  let asked = 0
  const query = ((...sent: Parameters<typeof platform.pool.query>) => {
    asked += 1
    return platform.pool.query(...sent)
  }) as typeof platform.pool.query
  const pool = Object.assign(Object.create(platform.pool), { query }) as typeof platform.pool
  expect([...(await editsOf({ pool }, rows)).keys()].sort()).toEqual(rows.map(({ id }) => id).sort())
  expect(asked).toBe(1)
})

test('what was erased from the log is on no card', async () => {
  const { id } = await waiting('1045')
  const row = await change(id, approver, refund('33.00', '1045'))
  await eraseEvents(platform, { scope: { subject: { kind: 'action', id } }, reason: 'asked for', by: admin })
  expect((await cardsOf(platform, approver2, [row]))[0]?.edit).toBeNull()
})
