import { describe, expect, test } from 'vitest'
import { requestPolicyChange, undoAction } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { listAuditEvents } from '#lib/audit/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { currentPolicyView, defaultRules, type PolicyRule, policyChangeSchema } from '#lib/policy/index.ts'
import { type House, openHouse, person } from '../support/house.ts'
import { besides, setRules } from '../support/policy-house.ts'
import { waitFor } from '../support/wait-for.ts'

const closed = { name: 'closed', operations: ['*'], condition: null, verdict: 'deny', reason: 'Closed.' }
const secondPerson: Partial<PolicyRule> & { name: string } = {
  name: 'two for the rules',
  operations: ['countersign.change_policy'],
  verdict: 'require_approval',
  requirements: [{ role: 'admin', quorum: 1, requesterExcluded: true }],
}

function change(caller: Caller, changes: object = {}) {
  return {
    ...policyChangeSchema.parse({ rules: [...defaultRules, closed], comment: 'Closing.', ...changes }),
    caller,
    traceId: newTraceId(),
  }
}

/** Asks, and prepares what waits meanwhile, as the worker would. */
async function propose(house: House, caller: Caller, changes: object = {}) {
  const asked = requestPolicyChange(house.platform, change(caller, changes))
  const waiting = waitFor(() =>
    house.platform.db.action.findFirst({ where: { operation: 'countersign.change_policy', status: 'requested' } }),
  )
  await house.prepare((await waiting).id)
  const changed = await asked
  if (changed.active) throw new Error('it was active at once')
  // However long the preparing took: who asked waits for a few seconds only.
  return { ...changed, action: await house.look(changed.action.id) }
}

test('an admin’s change is active at once where no rule says otherwise', async () => {
  const house = await openHouse()
  const changed = await requestPolicyChange(house.platform, change(house.admin))
  expect(changed).toMatchObject({ active: true, policy: { version: 2, comment: 'Closing.', changedBy: { id: house.admin.personId } } })
  // `*` is about the company's systems: a rule that closes everything does not close the way back.
  expect(await requestPolicyChange(house.platform, change(house.admin, { rules: [...defaultRules], comment: 'Open.' }))).toMatchObject({
    active: true,
    warnings: [],
  })
})

describe('where a rule asks for a second person', () => {
  test('the change waits as a card with what is different, and is active once another admin agreed and it ran', async () => {
    const house = await openHouse()
    const other = await person(house.platform, 'Ivo Second', ['admin'])
    await setRules(house.platform, besides(secondPerson))
    const { action } = await propose(house, house.admin)
    expect(action).toMatchObject({
      status: 'awaiting_approval',
      operation: 'countersign.change_policy',
      requestedById: house.admin.personId,
    })
    expect(action.preview).toMatchObject({
      changes: expect.arrayContaining([expect.objectContaining({ path: 'rules.closed', before: null })]),
    })
    expect((await currentPolicyView(house.platform)).version).toBe(2)
    const decide = (caller: Caller) =>
      decideAction(house.platform, { actionId: action.id, caller, verdict: 'approve', digest: action.digest ?? '' })
    await expect(decide(house.admin)).rejects.toMatchObject({ code: 'forbidden' })
    await decide(other)
    expect(await house.work(action.id)).toMatchObject({ status: 'succeeded', result: { version: 3, former: 2 } })
    const view = await currentPolicyView(house.platform)
    expect(view).toMatchObject({ version: 3, changedBy: { id: house.admin.personId } })
    expect(view.rules.map(({ name }) => name)).toContain('closed')
    const [event] = (await listAuditEvents(house.platform, { subject: 'policy:3' })).items
    expect(event?.content).toMatchObject({ actionId: action.id, from: 2 })
  })

  test('changed meanwhile by somebody else: what was approved does not become active', async () => {
    const house = await openHouse()
    const other = await person(house.platform, 'Ivo Second', ['admin'])
    await setRules(house.platform, besides(secondPerson))
    const { action } = await propose(house, house.admin)
    await decideAction(house.platform, { actionId: action.id, caller: other, verdict: 'approve', digest: action.digest ?? '' })
    await setRules(house.platform, [...defaultRules, { ...closed, name: 'another' }])
    expect(['awaiting_approval', 'failed']).toContain((await house.work(action.id)).status)
    expect((await currentPolicyView(house.platform)).rules.map(({ name }) => name)).toContain('another')
  })

  test('taking it back is an action too, and asks as well', async () => {
    const house = await openHouse()
    const other = await person(house.platform, 'Ivo Second', ['admin'])
    await setRules(house.platform, besides(secondPerson))
    const { action } = await propose(house, house.admin, { rules: [...besides(secondPerson), closed] })
    await decideAction(house.platform, { actionId: action.id, caller: other, verdict: 'approve', digest: action.digest ?? '' })
    await house.work(action.id)
    const undo = await undoAction(house.platform, { actionId: action.id, caller: house.admin, via: 'api', traceId: newTraceId() })
    const waiting = await house.prepare(undo.id)
    expect(waiting).toMatchObject({ status: 'awaiting_approval', input: { restore: 2, comment: 'Back to version 2.' } })
    await decideAction(house.platform, { actionId: undo.id, caller: other, verdict: 'approve', digest: waiting.digest ?? '' })
    await house.work(undo.id)
    const view = await currentPolicyView(house.platform)
    expect(view.version).toBe(4)
    expect(view.rules.map(({ name }) => name)).not.toContain('closed')
  })
})

describe('nobody gets around it', () => {
  test('a member who asks for the operation itself is told that there is none for them; a conversation never gets there', async () => {
    const house = await openHouse()
    await requestPolicyChange(house.platform, change(house.admin))
    const input = { rules: [], comment: 'Open everything.' }
    await expect(house.ask('countersign.change_policy', input)).rejects.toMatchObject({ code: 'not_found' })
    await expect(house.ask('countersign.change_policy', input, { caller: house.approver })).rejects.toMatchObject({ code: 'not_found' })
    const origin = { conversationId: house.platform.ids(), turnId: house.platform.ids(), toolCallId: 'c1', tainted: false, sources: [] }
    await expect(house.ask('countersign.change_policy', input, { caller: house.admin, origin })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(requestPolicyChange(house.platform, change(house.member))).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('rules that refuse every change say so before, to the admin who makes them', async () => {
    const house = await openHouse()
    const locked = { ...closed, name: 'locked', operations: ['countersign.*'] }
    const changed = await requestPolicyChange(house.platform, change(house.admin, { rules: [...defaultRules, locked] }))
    expect(changed.warnings).toEqual([expect.stringMatching(/nobody could change the policy again/)])
    await expect(requestPolicyChange(house.platform, change(house.admin))).rejects.toMatchObject({ code: 'forbidden', message: 'Closed.' })
  })

  test('rules that ask for more admins than there are say so too', async () => {
    const house = await openHouse()
    const changed = await requestPolicyChange(house.platform, change(house.admin, { rules: besides(secondPerson) }))
    expect(changed.warnings).toHaveLength(1)
    await person(house.platform, 'Ivo Second', ['admin'])
    const { warnings } = await propose(house, house.admin, { rules: besides(secondPerson), comment: 'Again.' })
    expect(warnings).toEqual([])
  })
})

test('made from an older version: refused, with the number of the one that is active', async () => {
  const house = await openHouse()
  await requestPolicyChange(house.platform, change(house.admin))
  await expect(requestPolicyChange(house.platform, change(house.admin, { expectedVersion: 1 }))).rejects.toMatchObject({
    code: 'conflict',
    extra: { version: 2 },
  })
})
