import { expect, test } from 'vitest'
import type { Claim } from '#lib/actions/claim-action.ts'
import {
  cancelAction,
  claimAction,
  claimReady,
  loadAction,
  moveAction,
  resolveAction,
  runAction,
  sweepActions,
} from '#lib/actions/index.ts'
import { settleAction, settleClaim } from '#lib/actions/settle-action.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { toJson, withTransaction } from '#lib/platform/index.ts'
import { onConnection } from '#tests/support/connected.ts'
import { openHouse, person, refund } from '#tests/support/house.ts'
import { besides, setRules } from '#tests/support/policy-house.ts'
import { waitFor } from '#tests/support/wait-for.ts'

/**
 * One short test for each guard that an action rests on. `tests/mutations` breaks each guard in a copy of the sources, and
 * expects the test that stands for it here to fail.
 */
const house = await openHouse({ random: () => 0 })
const { platform, demo, member, approver, admin } = house

async function waiting(orderId: string, caller = member): Promise<{ id: string; digest: string }> {
  const { id } = await house.ask('commerce.refund_order', refund('1.00', orderId), { caller })
  const { status, digest } = await house.prepare(id)
  expect(status).toBe('awaiting_approval')
  return { id, digest: digest ?? '' }
}

async function queued(orderId: string): Promise<string> {
  const { id, digest } = await waiting(orderId)
  await decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest })
  return id
}

/** The code that the caller gets, or that it went through. */
async function told(asked: Promise<unknown>): Promise<string> {
  try {
    await asked
    return 'accepted'
  } catch (error) {
    if (isAppError(error)) return error.code
    throw error
  }
}

const eventsOf = (id: string) => platform.db.auditEvent.count({ where: { subjectKind: 'action', subjectId: id } })

const withdrawal = { to: 'cancelled', audit: { kind: 'action.cancelled', actor: { kind: 'system', id: null }, content: {} } } as const

test('digest: a decision on another digest counts for nothing and is kept nowhere', async () => {
  const [{ id }, twin] = [await waiting('1042'), await waiting('1042')]
  for (const digest of ['sha256:00', twin.digest]) {
    expect(await told(decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest }))).toBe('conflict')
  }
  expect(await house.look(id)).toMatchObject({ status: 'awaiting_approval', decisions: [] })
})

test('digest: what was changed in the row after the approval is not sent', async () => {
  const id = await queued('1043')
  await platform.db.action.update({ where: { id }, data: { input: toJson(refund('50.00', '1043')) } })
  await runAction(platform, id, 'works')
  expect(await house.look(id)).toMatchObject({ status: 'awaiting_approval', attempts: 0 })
  expect(await demo.journal(id)).toEqual([])
})

test('digest: an action that got another card since it was read is not moved by who saw the old one', async () => {
  const { id, digest } = await waiting('1044')
  const seen = await loadAction(platform.db, id)
  await platform.db.action.update({ where: { id }, data: { digest: 'sha256:11' } })
  const moved = await withTransaction(platform, (tx) => moveAction(platform, tx, seen, { ...withdrawal, guard: { digest } }))
  expect(moved).toBe(false)
  expect(await house.look(id)).toMatchObject({ status: 'awaiting_approval' })
})

/** A worker whose lease was over, and whose action another one has taken since. */
async function lateWorker(orderId: string): Promise<Claim> {
  const id = await queued(orderId)
  const late = await claimAction(platform, id, 'late')
  if (late === null) throw new Error('there was something to claim')
  platform.clock.advance(31_000)
  await sweepActions(platform)
  platform.clock.advance(31_000)
  expect(await claimAction(platform, id, 'second')).toMatchObject({ fence: late.fence + 1 })
  return late
}

test('fence: a worker that wakes after its lease writes nothing over the one that took over', async () => {
  const { row, connected } = await lateWorker('1045')
  const before = await house.look(row.id)
  const end = { class: 'succeeded', output: { late: true } } as const
  expect(await settleClaim(platform, { row, connected, inDoubt: false, durationMs: 1, end })).toBeNull()
  expect(await house.look(row.id)).toEqual(before)
})

test('fence: an end that is written alone is refused as well when another one has taken over', async () => {
  const { row, connected, fence } = await lateWorker('1052')
  const before = await house.look(row.id)
  const end = { class: 'succeeded', output: { late: true } } as const
  expect(await settleAction(platform, row.id, end, { fence, connected, inDoubt: false, durationMs: 1 })).toBeNull()
  expect(await house.look(row.id)).toEqual(before)
})

test('last look: a worker whose lease runs out while it connects sends nothing', async () => {
  const { id } = await house.ask('crm.set_credit_limit', { contactId: '503', amount: { amount: '30.00', currency: 'EUR' } })
  const { digest } = await house.prepare(id)
  await decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest: digest ?? '' })
  const late = () => platform.clock.advance(31_000)
  await onConnection(demo.url, late, () => runAction(platform, id, 'late'))
  expect(await demo.journal(id)).toEqual([])
  expect(await house.look(id)).toMatchObject({ status: 'queued', attempts: 1, firstSentAt: null })
})

test('requester excluded: who asked cannot agree, with every role there is', async () => {
  const both = await person(platform, 'Rae Both', ['approver', 'member', 'admin'])
  const { id, digest } = await waiting('1046', both)
  expect(await told(decideAction(platform, { actionId: id, caller: both, verdict: 'approve', digest }))).toBe('forbidden')
  expect(await house.look(id)).toMatchObject({ status: 'awaiting_approval', decisions: [] })
})

test('requester excluded: an own approval that stands in the row all the same does not count', async () => {
  const both = await person(platform, 'Kit Both', ['approver', 'member'])
  const { id, digest } = await waiting('1047', both)
  const at = platform.clock.now()
  await platform.db.decision.create({ data: { id: platform.ids(), actionId: id, digest, personId: both.personId, verdict: 'approve', at } })
  await platform.db.action.update({ where: { id }, data: { status: 'queued' } })
  await runAction(platform, id, 'works')
  expect(await house.look(id)).toMatchObject({ status: 'awaiting_approval', attempts: 0 })
  expect(await demo.journal(id)).toEqual([])
})

test('settled stays settled: nobody cancels, resolves, decides or runs it any more', async () => {
  const { id, digest } = await waiting('1048')
  await decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest })
  await runAction(platform, id, 'works')
  const before = await house.look(id)
  expect(before.status).toBe('succeeded')
  expect(await told(cancelAction(platform, { actionId: id, caller: admin }))).toBe('conflict')
  const resolution = { actionId: id, outcome: 'failed', comment: 'no', caller: approver } as const
  expect(await told(resolveAction(platform, resolution))).toBe('conflict')
  const decision = { actionId: id, caller: house.approver2, verdict: 'reject', digest } as const
  expect(await told(decideAction(platform, decision))).toBe('conflict')
  await runAction(platform, id, 'again')
  platform.clock.advance(90_000_000)
  await sweepActions(platform)
  expect(await house.look(id)).toEqual(before)
  expect(await demo.journal(id)).toHaveLength(1)
})

test('settled stays settled: who read it before it settled moves nothing', async () => {
  const id = await queued('1049')
  const seen = await loadAction(platform.db, id)
  await cancelAction(platform, { actionId: id, caller: member })
  const before = { row: await house.look(id), events: await eventsOf(id) }
  await withTransaction(platform, (tx) => moveAction(platform, tx, seen, { ...withdrawal, to: 'expired' }))
  expect({ row: await house.look(id), events: await eventsOf(id) }).toEqual(before)
})

test('compare-and-set count: who came second is told so', async () => {
  const id = await queued('1050')
  const seen = await loadAction(platform.db, id)
  const move = () => withTransaction(platform, (tx) => moveAction(platform, tx, seen, withdrawal))
  expect([await move(), await move()]).toEqual([true, false])
})

test('compare-and-set count: of two workers that claim at once, one runs it', async () => {
  const id = await queued('1051')
  const claims = await Promise.all(['one', 'two', 'three'].map((worker) => claimAction(platform, id, worker)))
  expect(claims.filter((claim) => claim !== null)).toHaveLength(1)
  expect(await house.look(id)).toMatchObject({ status: 'running', attempts: 1, fence: 1 })
})

test('lost wake-up: an action that somebody only holds just when it would be claimed is claimed all the same', async () => {
  const id = await queued('1052')
  const input = { subject: 'Held', body: 'For a test.', requesterEmail: 'held@example.test', priority: 'low' }
  const ticket = await house.ask('helpdesk.create_ticket', input)
  expect(ticket.status).toBe('queued')
  const holder = await platform.pool.connect()
  try {
    await holder.query('begin')
    await holder.query('select 1 from action where id = any($1::uuid[]) for update', [[id, ticket.id]])
    const round = await claimReady(platform, { connectionId: ticket.connectionId, worker: 'test', most: 16, except: [] })
    expect(round).toMatchObject({ claims: [], slow: [], more: false, wakeAt: expect.any(Date) })
    const running = runAction(platform, id, 'test')
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    const waits = waitFor(async () => (await holder.query(waiting)).rowCount === 1 && 'waits for who holds it')
    expect(await Promise.race([waits, running.then(() => 'gave up')])).toBe('waits for who holds it')
    await holder.query('commit')
    await running
  } finally {
    // With its connection ends whatever it still holds, so that a failure is told and not waited for.
    holder.release(true)
  }
  expect(await house.look(id)).toMatchObject({ status: 'succeeded', attempts: 1 })
  expect(await demo.journal(id)).toHaveLength(1)
})

test('as of now: what the rules have come to forbid while the outside was looked at does not run', async () => {
  const id = await queued('1053')
  const looks = async () => ((await demo.requests(id)) as { method: string }[]).length
  const before = await looks()
  await demo.addFault({ path: '/orders/1053', method: 'GET', mode: 'slow' })
  const running = runAction(platform, id, 'test')
  await waitFor(async () => (await looks()) > before, { what: 'the look at what would change' })
  await setRules(platform, besides({ name: 'closed', operations: ['commerce.*'], verdict: 'deny', reason: 'Closed since.' }))
  await running
  expect(await house.look(id)).toMatchObject({ status: 'denied', attempts: 0, error: { message: 'Closed since.' } })
  expect(await demo.journal(id)).toEqual([])
  await setRules(platform, besides())
})
