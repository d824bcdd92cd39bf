import { expect, test } from 'vitest'
import { type DecisionRequest, decideAction, listApprovals, whyNotDecide, whyNotReject } from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { cardsOf } from '#lib/faces/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { changePolicy } from '#lib/policy/index.ts'
import { byKey, openHouse, person, refund } from '#tests/support/house.ts'

const house = await openHouse()
const { platform, member, approver, approver2, admin } = house
await platform.db.team.create({ data: { id: platform.ids(), name: 'finance', title: 'Finance' } })
const inFinance = async (caller: Caller): Promise<Caller> => {
  await platform.db.person.update({ where: { id: caller.personId }, data: { teams: ['finance'] } })
  return { ...caller, teams: ['finance'] }
}
const bea = await inFinance(approver)
const fay = await inFinance(await person(platform, 'Fay Finance', ['approver']))
await changePolicy(platform, {
  rules: [
    {
      name: 'finance and an admin',
      operations: ['commerce.refund_order'],
      condition: null,
      verdict: 'require_approval',
      requirements: [
        { role: 'approver', team: 'finance', quorum: 1, requesterExcluded: true },
        { role: 'admin', quorum: 1, requesterExcluded: true },
      ],
      reason: 'Two parts.',
    },
  ],
  comment: 'two parts',
  caller: admin,
})

/** A card whose part of finance is given. */
async function halfSigned(orderId: string) {
  const { id } = await house.ask('commerce.refund_order', refund('10.00', orderId))
  const digest = (await house.prepare(id)).digest ?? ''
  await decideAction(platform, { actionId: id, caller: bea, verdict: 'approve', digest })
  return { actionId: id, digest }
}

async function outcome(request: DecisionRequest): Promise<string> {
  return decideAction(platform, request).then(
    ({ status }) => status,
    (error: unknown) => (isAppError(error) ? `${error.code}: ${error.message}` : Promise.reject(error)),
  )
}

test('a rejection ends it, also by one whose part another has given; approving is refused with that reason', async () => {
  const card = await halfSigned('1042')
  expect(await outcome({ ...card, caller: fay, verdict: 'approve' })).toMatch(/^forbidden: Your part is given already/)
  expect((await house.look(card.actionId)).status).toBe('awaiting_approval')
  expect(await outcome({ ...card, caller: fay, verdict: 'reject', comment: 'This vendor is blocked' })).toBe('rejected')
  expect(await outcome({ ...card, caller: admin, verdict: 'approve' })).toMatch(/^conflict/)
})

test('who was not asked, has spoken already, asked for it, or comes by a key without the scope, rejects nothing', async () => {
  const card = await halfSigned('1043')
  const reject = (caller: Caller) => outcome({ ...card, caller, verdict: 'reject', comment: 'no' })
  expect(await reject(approver2)).toMatch(/^forbidden: It asks for the role/)
  expect(await reject(bea)).toMatch(/^conflict: You have decided/)
  expect(await reject(member)).toMatch(/^forbidden: You asked for it/)
  expect(await reject({ ...fay, standsInFor: [member] })).toMatch(/^forbidden: You stand in/)
  expect(await reject(byKey(fay))).toMatch(/^forbidden: This key/)
  expect((await house.look(card.actionId)).status).toBe('awaiting_approval')
  expect(await reject(byKey(fay, ['decide']))).toBe('rejected')
})

test('their card keeps the way to reject and loses the one to approve; their list of what is theirs to approve leaves it out', async () => {
  const card = await halfSigned('1044')
  const row = await house.look(card.actionId)
  expect(whyNotReject(fay, row)).toBeNull()
  expect(whyNotDecide(fay, row)).toContain('still waits for admin')
  const [shown] = await cardsOf(platform, fay, [row])
  expect(shown).toMatchObject({ mayDecide: false, mayReject: true, mayGrant: false, editSchema: null, stepUp: null })
  const mine = await listApprovals(platform, fay, { filter: { scope: 'mine' }, limit: 50 })
  expect(mine.items.map(({ id }) => id)).not.toContain(card.actionId)
})

test('once it is queued it is too late to reject, and a rejection beside the last signature: one of them stands', async () => {
  const late = await halfSigned('1045')
  expect(await outcome({ ...late, caller: admin, verdict: 'approve' })).toBe('queued')
  expect(await outcome({ ...late, caller: fay, verdict: 'reject', comment: 'no' })).toMatch(/^conflict/)
  const card = await halfSigned('1046')
  const said = await Promise.all([
    outcome({ ...card, caller: admin, verdict: 'approve' }),
    outcome({ ...card, caller: fay, verdict: 'reject', comment: 'no' }),
  ])
  expect(said.filter((one) => one.startsWith('conflict'))).toHaveLength(1)
  expect(said).toContain((await house.look(card.actionId)).status)
})
