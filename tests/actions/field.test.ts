import { expect, test } from 'vitest'
import { cancelAction, claimAction, runAction, sweepActions } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { withTransaction } from '#lib/platform/index.ts'
import { deliverOutbox, queueJob } from '#lib/platform/outbox.ts'
import { openHouse, refund } from '#tests/support/house.ts'
import { testPlatform } from '#tests/support/test-platform.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { startWorker } from '../../workers/start-worker.ts'

/** What people reported of other products, at the level of the ledger; each test is named after its failure. */
const house = await openHouse({ random: () => 0 })
const { platform, demo, member, approver } = house

const ticket = { subject: 'A vase', body: 'Arrived broken.', requesterEmail: 'ada@example.test', priority: 'low' }

test('one event that comes three times at once: one action, under a unique key, and each of them is told which', async () => {
  const origin = { conversationId: platform.ids(), turnId: platform.ids(), toolCallId: 'call-1', tainted: false, sources: [] }
  const asked = await Promise.all([1, 2, 3].map(() => house.ask('helpdesk.create_ticket', ticket, { origin })))
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1)
  expect(await platform.db.action.count({ where: { turnId: origin.turnId } })).toBe(1)
  await Promise.all(asked.map(({ id }) => runAction(platform, id, 'works')))
  expect(await demo.journal(asked[0]?.id ?? '')).toHaveLength(1)
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
  const own = await testPlatform({ database: platform.database, variables: { SMTP_URL: demo.smtpUrl } })
  own.clock.advance(platform.clock.now().getTime() - own.clock.now().getTime())
  return startWorker(own, name)
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
