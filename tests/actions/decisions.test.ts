import { expect, test } from 'vitest'
import { runAction } from '#lib/actions/index.ts'
import { countApprovals, type DecisionRequest, decideAction, listApprovals } from '#lib/approvals/index.ts'
import { AppError } from '#lib/core/index.ts'
import { deactivatePerson, updatePerson } from '#lib/people/index.ts'
import { changePolicy, currentPolicy, defaultRules } from '#lib/policy/index.ts'
import { byKey, openHouse, person, refund } from '#tests/support/house.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const house = await openHouse()
const { platform, demo, member, approver, approver2, admin, auditor } = house

async function waiting(orderId: string, amount = '49.90') {
  const { id } = await house.ask('commerce.refund_order', refund(amount, orderId))
  const row = await house.work(id)
  expect(row.status).toBe('awaiting_approval')
  return { id, digest: row.digest ?? '' }
}

async function refusal(request: Partial<DecisionRequest> & Pick<DecisionRequest, 'actionId' | 'caller' | 'digest'>): Promise<string> {
  const error = await decideAction(platform, { verdict: 'approve', ...request }).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error === null) return 'accepted'
  if (!(error instanceof AppError)) throw error
  return error.code
}

test('an old digest decides nothing', async () => {
  const { id } = await waiting('1042')
  expect(await refusal({ actionId: id, caller: approver, digest: 'sha256:0000' })).toBe('conflict')
  expect(await house.look(id)).toMatchObject({ status: 'awaiting_approval', decisions: [] })
})

test('the digest of a twin action with the very same input decides nothing here', async () => {
  const [one, twin] = [await waiting('1043', '10.00'), await waiting('1043', '10.00')]
  expect(await refusal({ actionId: one.id, caller: approver, digest: twin.digest })).toBe('conflict')
})

test('the requester cannot sign, by session or by key, nor with every role at once', async () => {
  const both = await person(platform, 'Rae Both', ['approver', 'member', 'admin'])
  const { id } = await house.ask('commerce.refund_order', refund('12.00', '1044'), { caller: both })
  const { digest } = await house.work(id)
  const request = { actionId: id, digest: digest ?? '' }
  expect(await refusal({ ...request, caller: both })).toBe('forbidden')
  expect(await refusal({ ...request, caller: byKey(both, ['decide']) })).toBe('forbidden')
})

test('a key without the scope cannot sign, a member and an auditor cannot, a stranger does not see it', async () => {
  const { id, digest } = await waiting('1045')
  const of = (caller: DecisionRequest['caller']) => refusal({ actionId: id, digest, caller })
  expect(await of(byKey(approver))).toBe('forbidden')
  expect(await of(member)).toBe('forbidden')
  expect(await of(auditor)).toBe('forbidden')
  expect(await of(house.member2)).toBe('not_found')
})

test('a second decision of the same person, and any after a rejection, is told that it is too late', async () => {
  const { id, digest } = await waiting('1046')
  expect(await refusal({ actionId: id, caller: approver, digest, verdict: 'reject' })).toBe('accepted')
  expect(await refusal({ actionId: id, caller: approver, digest })).toBe('conflict')
  expect(await refusal({ actionId: id, caller: approver2, digest })).toBe('conflict')
  await house.work(id)
  expect(await demo.journal(id)).toEqual([])
})

test('two approvers at once: one decision counts, the other is told', async () => {
  const { id, digest } = await waiting('1047')
  const answers = await Promise.all([approver, approver2].map((caller) => refusal({ actionId: id, caller, digest })))
  expect(answers.sort()).toEqual(['accepted', 'conflict'])
  await Promise.all([runAction(platform, id, 'one'), runAction(platform, id, 'two')])
  expect(await demo.journal(id)).toHaveLength(1)
})

/** What the worker does while the editor waits for the new card. */
async function edited(id: string, caller: typeof approver, digest: string, input: unknown) {
  const answer = decideAction(platform, { actionId: id, caller, verdict: 'approve', digest, input })
  await expect.poll(async () => (await house.look(id)).digest).toBeNull()
  const pump = setInterval(() => void house.prepare(id).catch(() => undefined), 50)
  try {
    await answer
    // It answers after five seconds in any case, with the new card or without.
    return await waitFor(() => house.look(id).then((row) => row.digest !== null && row))
  } finally {
    clearInterval(pump)
  }
}

test('an editor who raises the amount is excluded like a requester; another approver signs the new digest', async () => {
  const { id, digest } = await waiting('1048')
  const row = await edited(id, approver, digest, refund('55.00', '1048'))
  expect(row).toMatchObject({ status: 'awaiting_approval', input: { amount: { amount: '55.00' } } })
  expect(row.digest).not.toBe(digest)
  expect(await refusal({ actionId: id, caller: approver, digest: row.digest ?? '' })).toBe('forbidden')
  expect(await refusal({ actionId: id, caller: approver2, digest })).toBe('conflict')
  expect(await refusal({ actionId: id, caller: approver2, digest: row.digest ?? '' })).toBe('accepted')
  await house.work(id)
  expect(await demo.journal(id)).toMatchObject([{ effect: { amount: { amount: '55.00' } } }])
})

test('an editor who only lowers the amount has signed the lower one', async () => {
  const { id, digest } = await waiting('1049')
  await edited(id, approver, digest, refund('20.00', '1049'))
  const row = await house.work(id)
  expect(row.status).toBe('succeeded')
  expect(await demo.journal(id)).toMatchObject([{ effect: { amount: { amount: '20.00' } } }])
})

test('an edit that does not fit, or changes nothing, leaves the card as it was', async () => {
  const { id, digest } = await waiting('1050')
  expect(await refusal({ actionId: id, caller: approver, digest, input: { orderId: '1050' } })).toBe('invalid')
  expect(await refusal({ actionId: id, caller: approver, digest, input: refund('49.90', '1050') })).toBe('invalid')
  expect(await house.look(id)).toMatchObject({ status: 'awaiting_approval', digest })
})

test('the world changed after the approval: back to its approvers, old decisions void, nothing sent', async () => {
  const [one, other] = [await waiting('1051', '10.00'), await waiting('1051', '5.00')]
  await refusal({ actionId: one.id, caller: approver, digest: one.digest })
  await refusal({ actionId: other.id, caller: approver, digest: other.digest })
  await house.work(other.id)
  const back = await house.work(one.id)
  expect(back).toMatchObject({ status: 'awaiting_approval', waitingNote: 'What it would change has changed since it was approved.' })
  expect(back.decisions).toMatchObject([{ digest: one.digest, voidReason: back.waitingNote }])
  expect(await demo.journal(one.id)).toEqual([])
  expect(await refusal({ actionId: one.id, caller: approver, digest: back.digest ?? '' })).toBe('accepted')
  expect(await house.work(one.id)).toMatchObject({ status: 'succeeded' })
})

test('the approver left, or lost the role, before it ran: it needs a fresh approval', async () => {
  const leaver = await person(platform, 'Noa Leaver', ['approver'])
  const { id, digest } = await waiting('1052')
  await refusal({ actionId: id, caller: leaver, digest })
  await deactivatePerson(platform, { personId: leaver.personId, actor: { kind: 'person', id: admin.personId } })
  expect(await house.work(id)).toMatchObject({ status: 'awaiting_approval', attempts: 0 })
})

test('the requester left before it ran: it is denied', async () => {
  const leaver = await person(platform, 'Kim Gone', ['member'])
  const { id } = await house.ask('commerce.refund_order', refund('11.00', '1053'), { caller: leaver })
  const { digest } = await house.work(id)
  await refusal({ actionId: id, caller: approver, digest: digest ?? '' })
  await updatePerson(platform, { personId: leaver.personId, roles: ['auditor'], actor: { kind: 'person', id: admin.personId } })
  expect(await house.work(id)).toMatchObject({ status: 'denied' })
})

test('a rule that came after the approval is obeyed at claim: stricter asks again, deny stops it', async () => {
  const { id, digest } = await waiting('1054')
  const stopped = await waiting('1055')
  await refusal({ actionId: id, caller: approver, digest })
  await refusal({ actionId: stopped.id, caller: approver, digest: stopped.digest })
  const rule = (verdict: 'require_approval' | 'deny', order: string) => ({
    name: `order ${order}`,
    operations: ['commerce.refund_order'],
    condition: `input.orderId == "${order}"`,
    verdict,
    reason: 'This one is looked at by an admin.',
    ...(verdict === 'deny' ? {} : { requirements: [{ role: 'admin' as const, quorum: 1, requesterExcluded: true }] }),
  })
  await changePolicy(platform, {
    rules: [...defaultRules, rule('require_approval', '1054'), rule('deny', '1055')],
    comment: 'stricter',
    caller: admin,
  })
  // What its page explains is what stopped it, and not what had let it through before.
  expect(await house.work(stopped.id)).toMatchObject({ status: 'denied', policy: { verdict: 'deny', policyVersion: 2 } })
  const back = await house.work(id)
  expect(back.status).toBe('awaiting_approval')
  expect(await refusal({ actionId: id, caller: admin, digest: back.digest ?? '' })).toBe('accepted')
  expect(await house.work(id)).toMatchObject({ status: 'succeeded' })
  expect((await currentPolicy(platform)).version).toBe(2)
})

test('what the inbox counts as mine is exactly what I may decide, for every kind of person', async () => {
  for (const caller of [member, approver, approver2, admin, auditor, byKey(approver), byKey(approver, ['decide'])]) {
    const all = await listApprovals(platform, caller, { filter: { scope: 'all' }, limit: 200 })
    const mine = await listApprovals(platform, caller, { filter: { scope: 'mine' }, limit: 200 })
    const may = all.items.filter(({ mayDecide }) => mayDecide).map(({ id }) => id)
    expect(
      mine.items.map(({ id }) => id),
      `${caller.name} by ${caller.via}`,
    ).toEqual(may)
    expect(await countApprovals(platform, caller, { scope: 'mine' })).toBe(may.length)
  }
})

test('the inbox lists what waits, first due first, and says who may decide', async () => {
  const mine = await listApprovals(platform, approver2, { filter: { scope: 'mine' }, limit: 50 })
  expect(mine.items.length).toBeGreaterThan(0)
  expect(mine.items.every(({ mayDecide }) => mayDecide)).toBe(true)
  const dues = mine.items.map(({ dueAt }) => dueAt?.getTime() ?? 0)
  expect(dues).toEqual([...dues].sort((a, b) => a - b))
  const own = await listApprovals(platform, member, { filter: { scope: 'all' }, limit: 50 })
  expect(own.items.length).toBeGreaterThan(0)
  expect(own.items.every(({ mayDecide, action }) => !mayDecide && action?.requestedById === member.personId)).toBe(true)
})
