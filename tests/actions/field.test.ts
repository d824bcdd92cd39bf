import { expect, test } from 'vitest'
import { type ActionRequest, actionStory, cancelAction, claimAction, requestAction, runAction, sweepActions } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { newTraceId, withTransaction } from '#lib/platform/index.ts'
import { deliverOutbox, queueJob } from '#lib/platform/outbox.ts'
import { openHouse, refund } from '#tests/support/house.ts'
import { type TestPlatform, testPlatform } from '#tests/support/test-platform.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { startWorker } from '../../workers/start-worker.ts'

/** What people reported of other products, at the level of the ledger; each test is named after its failure. */
const house = await openHouse({ random: () => 0 })
const { platform, demo, member, approver } = house

const ticket = { subject: 'A vase', body: 'Arrived broken.', requesterEmail: 'ada@example.test', priority: 'low' }

/** Another process at the same database, at the same time of day. */
async function otherInstance(): Promise<TestPlatform> {
  const own = await testPlatform({ database: platform.database, variables: { SMTP_URL: demo.smtpUrl } })
  own.clock.advance(platform.clock.now().getTime() - own.clock.now().getTime())
  return own
}

/** What one call of a turn asks for; each time that it comes, it comes with the same id. */
function oneCall(toolCallId: string): ActionRequest {
  const origin = { conversationId: platform.ids(), turnId: platform.ids(), toolCallId, tainted: false, sources: [] }
  return { caller: member, via: 'chat', operation: 'helpdesk.create_ticket', input: ticket, traceId: newTraceId(), origin }
}

const droppedOf = (id: string) =>
  platform.db.auditEvent.findMany({ where: { kind: 'action.duplicate_dropped', subjectId: id }, orderBy: { id: 'asc' } })

async function duplicatesTold(id: string) {
  const story = await actionStory(platform, await house.look(id))
  return story.filter(({ kind }) => kind === 'duplicate').map(({ title, detail }) => `${title}. ${detail}`)
}

test('one event that comes at three instances at once: one action, each is told which, and both duplicates can be seen', async () => {
  const instances = [platform, await otherInstance(), await otherInstance()]
  const call = oneCall('call-1')
  const asked = await Promise.all(instances.map((instance) => requestAction(instance, { ...call, traceId: newTraceId() })))
  const [{ id } = { id: '' }] = asked
  expect(asked.map((row) => row.id)).toEqual([id, id, id])
  expect(await platform.db.action.count({ where: { turnId: call.origin?.turnId ?? '' } })).toBe(1)
  await Promise.all(instances.map((instance, index) => runAction(instance, id, `works ${index}`)))
  expect(await demo.journal(id)).toHaveLength(1)

  const dropped = await droppedOf(id)
  const { conversationId, turnId, toolCallId } = call.origin ?? {}
  const how = { via: 'chat', operation: call.operation, conversationId, turnId, toolCallId }
  expect(dropped).toMatchObject([1, 2].map((number) => ({ actorKind: 'person', actorId: member.personId, content: { ...how, number } })))
  const traces = new Set([(await house.look(id)).traceId, ...dropped.map(({ traceId }) => traceId)])
  expect(traces.size, 'each is found by its own trace').toBe(3)
  const line = 'Max Weber’s request came again in a conversation. It was dropped as a duplicate.'
  expect(await duplicatesTold(id)).toEqual([line, line])
})

test('a model that repeats itself without end: all are dropped, the first five are on record, and the last of those says so', async () => {
  const call = oneCall('call-again')
  const { id } = await requestAction(platform, call)
  for (let wave = 0; wave < 3; wave += 1) {
    const again = await Promise.all(Array.from({ length: 8 }, () => requestAction(platform, call)))
    expect(new Set(again.map((row) => row.id))).toEqual(new Set([id]))
  }
  expect((await droppedOf(id)).map(({ content }) => (content as { last?: true }).last ?? false)).toEqual([false, false, false, false, true])
  expect((await duplicatesTold(id)).at(-1)).toContain('no longer listed')
  await runAction(platform, id, 'works')
  expect(await demo.journal(id)).toHaveLength(1)
})

test('a retry sends the mail four times: a mail whose end nobody saw is never sent again by itself', async () => {
  const { id, digest } = await house.ask('mail.send', { to: 'ada@example.test', subject: 'Sorry', body: 'We are sorry.' })
  await decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest: digest ?? '' })
  await demo.addFault({ path: 'smtp', mode: 'drop_after' })
  for (let wake = 0; wake < 4; wake += 1) {
    await runAction(platform, id, 'works')
    platform.clock.advance(60_000)
    await sweepActions(platform)
  }
  expect(await house.look(id)).toMatchObject({ status: 'outcome_unknown', attempts: 1 })
  expect(await demo.journal(id)).toHaveLength(1)
})

test('a worker is killed and its action runs for ever, and cancel answers and does nothing: cancel says why not, and the lease ends it', async () => {
  const { id } = await house.ask('helpdesk.create_ticket', ticket)
  expect(await claimAction(platform, id, 'dies')).not.toBeNull()
  const refused = cancelAction(platform, { actionId: id, caller: member })
  await expect(refused).rejects.toMatchObject({ code: 'conflict', message: 'It is already running and cannot be called back.' })
  platform.clock.advance(31_000)
  await sweepActions(platform)
  expect(await house.look(id)).toMatchObject({ status: 'queued' })
  expect(await cancelAction(platform, { actionId: id, caller: member })).toMatchObject({ status: 'cancelled' })
  expect(await demo.journal(id)).toEqual([])
})

test('a job’s id still exists in the queue, so adding it adds nothing: the action runs all the same', async () => {
  const { id } = await house.ask('helpdesk.create_ticket', ticket)
  await platform.queues.add([{ queue: 'actions', jobId: 'taken', data: { id: 'nothing' }, delayMs: 3_600_000 }])
  await platform.db.outbox.updateMany({ data: { jobId: 'taken' } })
  expect(await deliverOutbox(platform)).toBeGreaterThan(0)
  expect(await platform.db.outbox.count()).toBe(0)
  platform.clock.advance(11_000)
  expect((await sweepActions(platform)).woken).toBeGreaterThan(0)
  const stop = await startWorker(platform, 'works')
  try {
    await waitFor(async () => ((await house.look(id)).status === 'succeeded' ? true : null), { within: 15_000, what: 'the ticket' })
  } finally {
    await stop()
  }
  expect(await demo.journal(id)).toHaveLength(1)
})

test('enqueued inside an open transaction, the consumer finds no row: nothing is delivered before the commit, and nothing after a rollback', async () => {
  while ((await deliverOutbox(platform)) > 0);
  const undone = withTransaction(platform, async (tx) => {
    await queueJob(tx, platform.live, { queue: 'prepare', id: platform.ids(), jobId: 'early' })
    expect(await deliverOutbox(platform)).toBe(0)
    throw new Error('rolled back')
  })
  await expect(undone).rejects.toThrow('rolled back')
  expect(await deliverOutbox(platform)).toBe(0)
  const { id } = await house.ask('commerce.refund_order', refund('1.00', '1042'))
  expect((await house.look(id)).status).toBe('requested')
  expect(await deliverOutbox(platform)).toBe(1)
})

/** A worker in a platform of its own, as a process that comes up anew has it. */
async function comeUp(name: string): Promise<() => Promise<void>> {
  return startWorker(await otherInstance(), name)
}

test('a nightly restart makes duplicates: workers that come and go, twice over, do each thing once', { timeout: 60_000 }, async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => house.ask('helpdesk.create_ticket', ticket).then(({ id }) => id)))
  for (let night = 0; night < 3; night += 1) {
    const stops = await Promise.all(['one', 'two'].map((name) => comeUp(`${name} ${night}`)))
    const settled = () => platform.db.action.count({ where: { id: { in: ids }, status: 'succeeded' } })
    await waitFor(async () => ((await settled()) >= Math.min(ids.length, (night + 1) * 6) ? true : null), {
      within: 20_000,
      what: 'some of the tickets',
    })
    await Promise.all(stops.map((stop) => stop()))
    platform.clock.advance(31_000)
    await sweepActions(platform)
  }
  for (const id of ids) {
    expect(await house.look(id)).toMatchObject({ status: 'succeeded' })
    expect(await demo.journal(id)).toHaveLength(1)
  }
})
