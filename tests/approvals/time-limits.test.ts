import { expect, test } from 'vitest'
import { sweepActions } from '#lib/actions/index.ts'
import { decideAction, whyNotDecide } from '#lib/approvals/index.ts'
import { type Caller, savePreferences } from '#lib/people/index.ts'
import { changeBusinessHours, changePolicy, defaultRules, saveOrganisation, type TimeLimit } from '#lib/policy/index.ts'
import { openHouse, person, refund } from '#tests/support/house.ts'
import { testPlatform } from '#tests/support/test-platform.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const house = await openHouse()
const { platform, member, approver, admin } = house
const { clock } = platform
/** A second worker on the same truth, whose clock goes with the first one's. */
const second = { ...(await testPlatform({ database: platform.database })), clock }

await saveOrganisation(platform, {
  name: 'Acme',
  currency: 'EUR',
  rates: {},
  timeZone: 'Europe/Berlin',
  businessHours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' },
  holidays: ['2030-05-01'],
})
await platform.db.person.update({ where: { id: approver.personId }, data: { teams: ['finance'] } })
const finance: Caller = { ...approver, teams: ['finance'] }
const outsider = await person(platform, 'Otto Weiss', ['approver'])
for (const caller of [approver, outsider, admin]) {
  await savePreferences(platform, { caller, given: { mail: 'off', quiet: null, browser: true } })
}
clock.stop()

/** Time moves forward alone, so the tests stand in the order of their days. */
function at(day: string): Date {
  clock.advance(new Date(day).getTime() - clock.now().getTime())
  return clock.now()
}

let comment = 0
async function limited(timeLimit: TimeLimit | null): Promise<void> {
  comment += 1
  const asking = {
    name: 'finance agrees',
    operations: ['commerce.refund_order'],
    condition: null,
    verdict: 'require_approval' as const,
    requirements: [{ role: 'approver' as const, team: 'finance', quorum: 1, requesterExcluded: true }],
    reason: 'Money leaves the house.',
    ...(timeLimit === null ? {} : { timeLimit }),
  }
  const others = defaultRules.filter(({ name }) => name !== 'irreversible')
  await changePolicy(platform, { rules: [...others, asking], comment: `limit ${comment}`, caller: admin })
}

async function waiting(orderId: string, more = {}) {
  const { id } = await house.ask('commerce.refund_order', refund('10.00', orderId), more)
  const row = await house.prepare(id)
  expect(row.status).toBe('awaiting_approval')
  return row
}

const bothSweep = () => Promise.all([sweepActions(platform), sweepActions(second)])
const events = async (id: string, kind: string) => platform.db.auditEvent.count({ where: { subjectId: id, kind } })
const told = async (caller: Caller, actionId: string) =>
  (await platform.db.notification.findMany({ where: { personId: caller.personId, actionId }, orderBy: { id: 'asc' } })).map(
    ({ kind }) => kind,
  )

const hours = (more: Partial<TimeLimit>): TimeLimit => ({ hours: 8, calendar: false, ...more })

test('a card of Friday afternoon lapses on Monday, over the weekend in which the clocks go forward', async () => {
  await limited(hours({ hours: 2 }))
  at('2030-03-29T15:00:00Z')
  const row = await waiting('1042')
  expect(row.dueAt?.toISOString()).toBe('2030-04-01T08:00:00.000Z')
  at('2030-04-01T07:59:59Z')
  await bothSweep()
  expect(await house.look(row.id)).toMatchObject({ status: 'awaiting_approval' })
  at('2030-04-01T08:00:00Z')
  await bothSweep()
  expect(await house.look(row.id)).toMatchObject({
    status: 'expired',
    error: { message: expect.stringContaining('Nobody decided in time') },
  })
  expect(await events(row.id, 'action.expired')).toBe(1)
})

test('a holiday is no day to decide on', async () => {
  at('2030-04-30T14:00:00Z')
  expect((await waiting('1043')).dueAt?.toISOString()).toBe('2030-05-02T08:00:00.000Z')
})

test('without a rule’s word a card waits three days by the clock, with one reminder after two', async () => {
  await limited(null)
  at('2030-05-10T12:00:00Z')
  expect(await waiting('1044')).toMatchObject({
    dueAt: new Date('2030-05-13T12:00:00Z'),
    remindAt: new Date('2030-05-12T12:00:00Z'),
    escalateAt: null,
  })
})

test('those asked are reminded once though two workers sweep, and again as the rule says; who is of no help hears nothing', async () => {
  await limited(hours({ hours: 24, remindAfter: 8 }))
  at('2030-05-20T07:00:00Z')
  const { id } = await waiting('1045')
  at('2030-05-21T07:00:00Z')
  await bothSweep()
  await bothSweep()
  expect(await told(finance, id)).toEqual(['asked', 'reminder'])
  expect(await told(outsider, id)).toEqual([])
  expect(await told(member, id)).toEqual([])
  expect(await house.look(id)).toMatchObject({ status: 'awaiting_approval', remindAt: new Date('2030-05-21T15:00:00Z') })
  expect(await platform.db.approvalNote.findMany({ where: { actionId: id } })).toMatchObject([{ kind: 'reminder', fromId: null }])
  at('2030-05-21T15:00:00Z')
  await bothSweep()
  expect(await told(finance, id)).toEqual(['asked', 'reminder', 'reminder'])
  expect(await house.look(id)).toMatchObject({ remindAt: null })
})

test('nobody decides: another role may as well, on the same digest, and what it decides holds at the claim', async () => {
  await limited(hours({ hours: 16, escalate: { after: 8, role: 'admin' } }))
  at('2030-06-03T07:00:00Z')
  const before = await waiting('1046')
  expect(whyNotDecide(admin, before)).toContain('finance')
  at('2030-06-04T07:00:00Z')
  await bothSweep()
  const row = await house.look(before.id)
  expect(row).toMatchObject({
    status: 'awaiting_approval',
    digest: before.digest,
    escalatedTo: ['admin'],
    escalateAt: null,
    dueAt: before.dueAt,
  })
  expect(row.askedRoles).toContain('admin')
  expect(row.waitingNote).toContain('admins may decide as well')
  expect(await told(admin, row.id)).toEqual(['escalated'])
  expect(await events(row.id, 'action.escalated')).toBe(1)
  expect([whyNotDecide(admin, row), whyNotDecide(finance, row)]).toEqual([null, null])
  expect(whyNotDecide(outsider, row)).not.toBeNull()
  await decideAction(platform, { actionId: row.id, caller: admin, verdict: 'approve', digest: row.digest ?? '' })
  expect((await house.work(row.id)).status).toBe('succeeded')
})

test('a vote from before the escalation stays', async () => {
  await limited(hours({ hours: 16, escalate: { after: 8, role: 'admin' } }))
  at('2030-06-10T07:00:00Z')
  const asking = { role: 'approver' as const, team: 'finance', quorum: 2, requesterExcluded: true }
  const { id, policy } = await waiting('1047')
  await platform.db.action.update({ where: { id }, data: { policy: { ...(policy as object), requirements: [asking] } } })
  const { digest } = await house.look(id)
  await decideAction(platform, { actionId: id, caller: finance, verdict: 'approve', digest: digest ?? '' })
  at('2030-06-11T07:00:00Z')
  await bothSweep()
  expect(await told(finance, id)).toEqual(['asked'])
  await decideAction(platform, { actionId: id, caller: admin, verdict: 'approve', digest: digest ?? '' })
  expect((await house.look(id)).status).toBe('queued')
})

test('a lapsed approval strands nothing: what waited is withdrawn with the reason, and all hear "expired", not "rejected"', async () => {
  await limited(hours({}))
  at('2030-06-17T07:00:00Z')
  const first = await waiting('1048')
  const after = await house.ask('mail.send', { to: 'ada@example.test', subject: 'Sorry', body: 'It is on its way.' }, { after: [first.id] })
  at('2030-06-18T07:00:00Z')
  await bothSweep()
  expect(await house.look(first.id)).toMatchObject({ status: 'expired' })
  expect(await house.look(after.id)).toMatchObject({
    status: 'cancelled',
    error: { message: expect.stringContaining('was not decided in time') },
  })
  expect(await told(member, first.id)).toEqual(['expired'])
  expect(await told(finance, first.id)).toEqual(['asked', 'expired'])
})

test('a system that was down for a week does each thing once, and nothing that is too late', async () => {
  await limited(hours({ hours: 160, remindAfter: 8, escalate: { after: 24, role: 'admin' } }))
  at('2030-07-01T07:00:00Z')
  const open = await waiting('1049')
  await limited(hours({ hours: 16, remindAfter: 8, escalate: { after: 12, role: 'admin' } }))
  const lapsed = await waiting('1050')
  at('2030-07-08T07:00:00Z')
  await bothSweep()
  await bothSweep()
  expect(await told(finance, open.id)).toEqual(['asked', 'reminder'])
  expect(await told(admin, open.id)).toEqual(['escalated'])
  expect(await house.look(open.id)).toMatchObject({ remindAt: new Date('2030-07-08T15:00:00Z') })
  expect(await told(finance, lapsed.id)).toEqual(['asked', 'expired'])
  expect(await told(admin, lapsed.id)).toEqual([])
  expect(await house.look(lapsed.id)).toMatchObject({ status: 'expired', escalatedTo: [] })
})

test('a card that goes back with a new digest waits its whole time anew, and asks those first asked', async () => {
  await limited(hours({ hours: 16, remindAfter: 12, escalate: { after: 8, role: 'admin' } }))
  at('2030-07-15T07:00:00Z')
  const before = await waiting('1051')
  at('2030-07-16T07:00:00Z')
  await bothSweep()
  const shown = await house.look(before.id)
  expect(shown.escalatedTo).toEqual(['admin'])
  const edit = decideAction(platform, {
    actionId: shown.id,
    caller: finance,
    verdict: 'approve',
    digest: shown.digest ?? '',
    input: { ...(shown.input as object), reason: 'arrived in pieces' },
  })
  await waitFor(async () => (await house.look(shown.id)).digest === null)
  const row = await house.prepare(shown.id)
  await edit
  expect(row.digest).not.toBe(shown.digest)
  expect(row).toMatchObject({
    status: 'awaiting_approval',
    escalatedTo: [],
    dueAt: new Date('2030-07-17T15:00:00Z'),
    escalateAt: new Date('2030-07-16T15:00:00Z'),
  })
  expect(whyNotDecide(admin, row)).not.toBeNull()
  expect(await told(member, row.id)).toEqual(['changed'])
})

test('a limit holds though no worker sweeps: a decision after it is refused, and nothing is kept of it', async () => {
  await limited(hours({}))
  at('2030-07-22T07:00:00Z')
  const { id, digest } = await waiting('1052')
  at('2030-07-22T15:00:00Z')
  const late = decideAction(platform, { actionId: id, caller: finance, verdict: 'approve', digest: digest ?? '' })
  await expect(late).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('time for a decision is over') })
  expect(await house.look(id)).toMatchObject({ status: 'awaiting_approval', decisions: [] })
})

test('business hours are changed by an admin alone, audited, and hold for cards from then on', async () => {
  await limited(hours({ hours: 2 }))
  at('2030-07-29T13:30:00Z')
  const given = {
    timeZone: 'America/New_York',
    businessHours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '10:00' },
    holidays: ['2030-07-30', '2030-07-30'],
  }
  await expect(changeBusinessHours(platform, { caller: finance, given })).rejects.toMatchObject({ code: 'forbidden' })
  const before = await waiting('1053')
  await changeBusinessHours(platform, { caller: admin, given })
  expect(await house.look(before.id)).toMatchObject({ dueAt: new Date('2030-07-30T07:30:00Z') })
  expect(await waiting('1054')).toMatchObject({ dueAt: new Date('2030-08-01T13:30:00Z') })
  expect(await events('organisation', 'organisation.hours_changed')).toBe(1)
})
