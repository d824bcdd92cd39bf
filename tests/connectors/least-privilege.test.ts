import { expect, test } from 'vitest'
import { dryRunAction, retryAction, undoAction } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { openToolbox } from '#lib/assistant/toolbox.ts'
import { listOperations, setConnectionAccess } from '#lib/connectors/index.ts'
import { type Caller, callerBySession, createTeam, setTeamMembers } from '#lib/people/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { openHouse, refund } from '../support/house.ts'
import { testPlatform } from '../support/test-platform.ts'

const house = await openHouse()
const { platform, demo, member, member2, approver, admin } = house
const actor = { kind: 'person', id: admin.personId } as const
const again = async ({ personId }: Caller) => (await callerBySession(platform, { personId, sessionVersion: 1 })) as Caller
const connectionOf = (name: string) => platform.db.connection.findUniqueOrThrow({ where: { name } })
const hidden = { code: 'not_found' }
const ticket = { subject: 'Broken vase', body: 'It arrived broken.', requesterEmail: 'ada@example.test', priority: 'normal' }

await createTeam(platform, { name: 'money', title: 'Money', actor })
await createTeam(platform, { name: 'desk', title: 'Desk', actor })
await setTeamMembers(platform, { name: 'money', personIds: [member.personId], actor })
const commerce = await connectionOf('commerce')
await setConnectionAccess(platform, {
  connectionId: commerce.id,
  access: [
    { team: 'money', operations: ['*'] },
    { team: 'desk', operations: ['commerce.get_*'] },
  ],
  actor,
})

test('who is in no such team finds nothing: not asked for, not tried, not listed, not offered to the model; an admin neither', async () => {
  for (const caller of [await again(member2), await again(admin)]) {
    const asked = { caller, via: 'api' as const, operation: 'commerce.refund_order', input: refund(), traceId: newTraceId() }
    await expect(house.ask('commerce.refund_order', refund(), { caller })).rejects.toMatchObject(hidden)
    await expect(dryRunAction(platform, asked)).rejects.toMatchObject(hidden)
    const listed = await listOperations(platform, { person: caller })
    expect(listed.map(({ connection }) => connection.name)).not.toContain('commerce')
    expect(listed.length).toBeGreaterThan(0)
    const toolbox = await openToolbox(platform, caller)
    expect(toolbox.byName('commerce.refund_order')).toBeUndefined()
    expect(toolbox.search('refund an order', []).map(({ name }) => name)).not.toContain('commerce__refund_order')
  }
  expect(await platform.db.action.count()).toBe(0)
})

test('a team reaches its own operations, and no others of the connection', async () => {
  await setTeamMembers(platform, { name: 'desk', personIds: [member2.personId], actor })
  const caller = await again(member2)
  expect((await house.ask('commerce.get_order', { orderId: '1042' }, { caller })).status).toBe('queued')
  await expect(house.ask('commerce.refund_order', refund(), { caller })).rejects.toMatchObject(hidden)
  expect((await openToolbox(platform, caller)).byName('commerce.refund_order')).toBeUndefined()
  await setTeamMembers(platform, { name: 'desk', personIds: [], actor })
})

test('the requester loses the team while it waits: an approved action is denied when it is claimed, and nothing happens', async () => {
  const caller = await again(member)
  const { id } = await house.ask('commerce.refund_order', refund(), { caller })
  const waiting = await house.prepare(id)
  await decideAction(platform, { actionId: id, verdict: 'approve', digest: waiting.digest ?? '', caller: approver })
  await setTeamMembers(platform, { name: 'money', personIds: [], actor })
  const denied = await house.work(id)
  expect(denied.status).toBe('denied')
  expect(denied.error).toMatchObject({ message: expect.stringContaining('may no longer use') })
  expect(await demo.journal(id)).toEqual([])
})

test('retry and undo come through the same door', async () => {
  const helpdesk = await connectionOf('helpdesk')
  const made = await house.ask('helpdesk.create_ticket', ticket)
  expect((await house.work(made.id)).status).toBe('succeeded')
  const failed = await house.ask('helpdesk.close_ticket', { ticketId: '999999' })
  expect((await house.work(failed.id)).status).toBe('failed')
  await setConnectionAccess(platform, { connectionId: helpdesk.id, access: [{ team: 'desk', operations: ['*'] }], actor })
  const asked = { caller: await again(member), via: 'api' as const, traceId: newTraceId() }
  await expect(undoAction(platform, { ...asked, actionId: made.id })).rejects.toMatchObject(hidden)
  await expect(retryAction(platform, { ...asked, actionId: failed.id })).rejects.toMatchObject(hidden)
})

test('another process, which had read the connection before, holds to the change as well', async () => {
  const other = await testPlatform({ database: platform.database })
  const crm = await connectionOf('crm')
  const names = async () => (await listOperations(other, { person: await again(member) })).map(({ connection }) => connection.name)
  expect(await names()).toContain('crm')
  await setConnectionAccess(platform, { connectionId: crm.id, access: [{ team: 'desk', operations: ['*'] }], actor })
  expect(await names()).not.toContain('crm')
  await setConnectionAccess(platform, { connectionId: crm.id, access: [], actor })
  expect(await names()).toContain('crm')
})
