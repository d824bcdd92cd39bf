import { expect, test } from 'vitest'
import { decideAction } from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { type Caller, callerAgain, createDelegation, deactivatePerson, listDelegations, revokeDelegation } from '#lib/people/index.ts'
import { changePolicy, currentPolicy } from '#lib/policy/index.ts'
import { byKey, openHouse, person, refund } from '#tests/support/house.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const house = await openHouse()
const { platform, member, member2, approver, approver2, admin } = house
const day = 86_400_000

/** The person as the doors would know them at this moment. */
async function now({ personId }: Caller): Promise<Caller> {
  const caller = await callerAgain(platform, { personId, apiKeyId: null })
  if (caller === null) throw new Error('not active')
  return caller
}

const until = (days: number) => new Date(platform.clock.now().getTime() + days * day)

async function delegate(from: Caller, to: Caller, days = 2) {
  return createDelegation(platform, { caller: from, toId: to.personId, endsAt: until(days) })
}

async function waiting(orderId: string, by: Caller = member) {
  const { id } = await house.ask('commerce.refund_order', refund('31.00', orderId), { caller: by })
  const row = await house.work(id)
  expect(row.status).toBe('awaiting_approval')
  return { actionId: id, digest: row.digest ?? '' }
}

async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? `${error.code}: ${error.message}` : Promise.reject(error)),
  )
}

test('a colleague decides for one who is away, and both names stand in the record', async () => {
  const { id } = await delegate(approver, member2)
  const card = await waiting('1042')
  const row = await decideAction(platform, { ...card, caller: await now(member2), verdict: 'approve' })
  expect(row.status).toBe('queued')
  expect(row.decisions).toMatchObject([{ person: { name: 'Lena Vogt' }, onBehalfOf: { name: 'Bea Moreau' } }])
  const kinds = await platform.db.auditEvent.findMany({ where: { subjectId: id }, select: { kind: true, actorId: true } })
  expect(kinds).toEqual([{ kind: 'delegation.created', actorId: approver.personId }])
  await revokeDelegation(platform, { delegationId: id, caller: approver })
})

test('once it has ended, was revoked, or before it begins, nobody decides in that name', async () => {
  const short = await createDelegation(platform, { caller: approver, toId: member2.personId, startsAt: until(1), endsAt: until(2) })
  const card = await waiting('1043')
  const tries = async () => outcome(decideAction(platform, { ...card, caller: await now(member2), verdict: 'approve' }))
  expect(short.state).toBe('planned')
  expect(await tries()).toMatch(/^not_found/)
  platform.clock.advance(1.5 * day)
  expect((await now(member2)).standsInFor).toMatchObject([{ name: 'Bea Moreau' }])
  await revokeDelegation(platform, { delegationId: short.id, caller: approver })
  await revokeDelegation(platform, { delegationId: short.id, caller: approver })
  expect(await tries()).toMatch(/^not_found/)
  const ended = await delegate(approver, member2, 1)
  platform.clock.advance(day)
  expect(await tries()).toMatch(/^not_found/)
  expect((await listDelegations(platform, { caller: approver })).items.find(({ id }) => id === ended.id)?.state).toBe('ended')
})

test('two accounts of one delegation count once: an approver and who stands in for them are one of a quorum of two', async () => {
  const { rules } = await currentPolicy(platform)
  await changePolicy(platform, {
    rules: rules.map((rule) => ({ ...rule, requirements: rule.requirements?.map((one) => ({ ...one, quorum: 2 })) })),
    comment: 'two of them',
    caller: admin,
  })
  const { id } = await delegate(approver, member2)
  const card = await waiting('1044')
  expect((await house.look(card.actionId)).policy).toMatchObject({ requirements: [{ quorum: 2 }] })
  await decideAction(platform, { ...card, caller: approver, verdict: 'approve' })
  const twice = await decideAction(platform, { ...card, caller: await now(member2), verdict: 'approve' })
  expect(twice.status).toBe('awaiting_approval')
  expect((await decideAction(platform, { ...card, caller: approver2, verdict: 'approve' })).status).toBe('queued')
  await revokeDelegation(platform, { delegationId: id, caller: admin })
  await changePolicy(platform, { rules: [...rules], comment: 'one again', caller: admin })
})

test('who stands in for the requester is excluded with them, also where their own role would do', async () => {
  const { id } = await delegate(member, approver)
  const card = await waiting('1045')
  expect(await outcome(decideAction(platform, { ...card, caller: await now(approver), verdict: 'approve' }))).toBe(
    'forbidden: You stand in for Max Weber, who asked for it, so someone else has to sign.',
  )
  await revokeDelegation(platform, { delegationId: id, caller: approver })
  expect((await decideAction(platform, { ...card, caller: await now(approver), verdict: 'approve' })).status).toBe('queued')
})

test('a delegate does not pass it on: what was delegated to one is not theirs to give', async () => {
  const [first, second] = [await delegate(approver, member2), await delegate(member2, member)]
  const card = await waiting('1046', admin)
  expect((await now(member)).standsInFor).toMatchObject([{ name: 'Lena Vogt', roles: ['member'] }])
  expect(await outcome(decideAction(platform, { ...card, caller: await now(member), verdict: 'approve' }))).toMatch(/^not_found/)
  for (const { id } of [first, second]) await revokeDelegation(platform, { delegationId: id, caller: admin })
})

test('who raises the amount in another’s name is excluded, and so is the one in whose name it was', async () => {
  const { id } = await delegate(approver, member2)
  const card = await waiting('1047')
  const edit = decideAction(platform, { ...card, caller: await now(member2), verdict: 'approve', input: refund('33.00', '1047') })
  await waitFor(async () => (await house.look(card.actionId)).pendingEdit !== null)
  const edited = await house.work(card.actionId)
  await edit
  expect([...edited.editedBy].sort()).toEqual([approver.personId, member2.personId].sort())
  const again = { actionId: card.actionId, digest: edited.digest ?? '', verdict: 'approve' as const }
  expect(await outcome(decideAction(platform, { ...again, caller: await now(member2) }))).toMatch(/^forbidden/)
  expect(await outcome(decideAction(platform, { ...again, caller: await now(approver) }))).toMatch(/^forbidden/)
  expect((await decideAction(platform, { ...again, caller: approver2 })).status).toBe('queued')
  await revokeDelegation(platform, { delegationId: id, caller: admin })
})

test('nobody delegates to themselves, to someone who left, backwards, for too long, for others, or with a key', async () => {
  const gone = await person(platform, 'Gil Gone', ['approver'])
  await deactivatePerson(platform, { personId: gone.personId, actor: { kind: 'system', id: null } })
  const make = (caller: Caller, more: object) =>
    outcome(createDelegation(platform, { caller, toId: member2.personId, endsAt: until(1), ...more }))
  expect(await make(approver, { toId: approver.personId })).toMatch(/^invalid/)
  expect(await make(approver, { toId: gone.personId })).toMatch(/^invalid/)
  expect(await make(approver, { startsAt: until(2) })).toMatch(/^invalid/)
  expect(await make(approver, { endsAt: until(-1), startsAt: until(-2) })).toMatch(/^invalid/)
  expect(await make(approver, { endsAt: until(91) })).toMatch(/^invalid/)
  expect(await make(approver, { fromId: approver2.personId })).toMatch(/^forbidden/)
  expect(await make(byKey(approver, ['decide']), {})).toMatch(/^forbidden/)
  expect(await make(admin, { fromId: approver2.personId })).toBe('done')
})

test('a stranger neither sees nor ends a delegation; who was asked to stand in may decline', async () => {
  const { id } = await delegate(approver, approver2)
  expect(await outcome(revokeDelegation(platform, { delegationId: id, caller: member }))).toMatch(/^not_found/)
  expect((await listDelegations(platform, { caller: member })).items.some((one) => one.id === id)).toBe(false)
  expect((await revokeDelegation(platform, { delegationId: id, caller: approver2 })).state).toBe('revoked')
})
