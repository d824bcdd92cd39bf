import { expect, test } from 'vitest'
import { cancelAction, checkUnknown, claimAction, claimReady, createActionWorker, loadAction, setBudget } from '#lib/actions/index.ts'
import { runClaim } from '#lib/actions/run-action.ts'
import { lookAgain, lookAround } from '#lib/actions/second-look.ts'
import { settleClaim } from '#lib/actions/settle-action.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { deactivatePerson } from '#lib/people/index.ts'
import { holding } from '#tests/support/holding.ts'
import { openHouse, person, refund } from '#tests/support/house.ts'
import { besides, setRules } from '#tests/support/policy-house.ts'
import { waitFor } from '#tests/support/wait-for.ts'

/** Actions of one connection are claimed and settled together: what is odd about one must cost the others nothing. */
const house = await openHouse({ random: () => 0 })
const { platform, demo } = house
platform.clock.stop()

const connections = new Map((await platform.db.connection.findMany()).map(({ name, id }) => [name, id]))
const [crm, helpdesk] = [connections.get('crm') ?? '', connections.get('helpdesk') ?? '']

let number = 0
async function ticket(more = {}): Promise<string> {
  number += 1
  const input = { subject: `Neighbour ${number}`, body: 'For a test.', requesterEmail: 'next@example.test', priority: 'low' }
  return (await house.ask('helpdesk.create_ticket', input, more)).id
}

const claims = (connectionId = helpdesk) => claimReady(platform, { connectionId, worker: 'test', most: 16, except: [] })
const finish = async (ids: string[]) => {
  for (const id of ids) await house.work(id)
}

test('one that may no longer be asked for is cancelled while it is looked at: the others of its round are claimed', async () => {
  const leaver = await person(platform, 'Lea Ver', ['member'])
  const hers = await ticket({ caller: leaver })
  const mine = await ticket()
  await deactivatePerson(platform, { personId: leaver.personId, actor: { kind: 'system', id: null } })
  const round = await holding(platform, 'select 1 from action where id = $1 for update', [hers], {
    meanwhile: () => claims(),
    change: (client) => client.query(`update action set status = 'cancelled' where id = $1`, [hers]),
  })
  expect(round.claims.map(({ row }) => row.id)).toEqual([mine])
  for (const claim of round.claims) await runClaim(platform, claim)
  expect(await house.look(mine)).toMatchObject({ status: 'succeeded' })
})

test('an answer that the database does not take as it is costs no other action its outcome', async () => {
  const ids = [await ticket(), await ticket()]
  const { claims: both } = await claims()
  expect(both).toHaveLength(2)
  const odd = { id: 'a\0b', more: '\ud83d' }
  await Promise.all(
    both.map((claim, index) =>
      settleClaim(platform, { ...claim, end: { class: 'succeeded', output: index === 0 ? odd : { id: '1' } }, durationMs: 1 }),
    ),
  )
  for (const claim of both) claim.lease.release()
  expect(await Promise.all(ids.map(async (id) => (await house.look(id)).status))).toEqual(['succeeded', 'succeeded'])
  expect(await house.look(both[0]?.row.id ?? '')).toMatchObject({ result: { id: 'ab' } })
})

const waitsHere = `datname = current_database() and wait_event_type = 'Lock'`

test('a connection to the database that is cut while an end is written: it is written again, and the outcome is known', async () => {
  const id = await ticket()
  const [claim] = (await claims()).claims
  if (claim === undefined) throw new Error('nothing was claimed')
  await holding(platform, 'select 1 from action where id = $1 for update', [id], {
    meanwhile: () => runClaim(platform, claim),
    change: (client) => client.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${waitsHere}`),
  })
  expect(await house.look(id)).toMatchObject({ status: 'succeeded', attempts: 1 })
  expect(await demo.journal(id)).toHaveLength(1)
})

test('a live preview that nobody signed is not looked at again in the round, so a system that does not answer holds nobody up', async () => {
  await setRules(platform, besides({ name: 'limits', operations: ['crm.set_credit_limit'] }))
  const live = await house.prepare(
    (await house.ask('crm.set_credit_limit', { contactId: '501', amount: { amount: '5.00', currency: 'EUR' } })).id,
  )
  expect(live).toMatchObject({ status: 'queued' })
  await setRules(
    platform,
    besides({
      name: 'limits',
      operations: ['crm.set_credit_limit'],
      verdict: 'require_approval',
      requirements: [{ role: 'approver', quorum: 1, requesterExcluded: true }],
    }),
  )
  const plain = await house.ask('crm.find_contact', { email: 'ada@example.com' })
  await demo.addFault({ path: '*', method: 'GET', mode: '500', count: 5 })
  const round = await claims(crm)
  await demo.clearFaults()
  expect(round.claims.map(({ row }) => row.id)).toEqual([plain.id])
  for (const claim of round.claims) await runClaim(platform, claim)
  expect(await house.look(live.id)).toMatchObject({ status: 'awaiting_approval' })
})

test('the end of an action that others wait for counts once for its connection: three failures are three', async () => {
  const first = await ticket()
  const second = await ticket({ after: [first] })
  for (let each = 0; each < 3; each++) {
    await demo.addFault({ path: '*', mode: '500', count: 1 })
    platform.clock.advance(60_000)
    for (const claim of (await claims()).claims) await runClaim(platform, claim)
  }
  expect(await platform.db.connectionGate.findUniqueOrThrow({ where: { connectionId: helpdesk } })).toMatchObject({
    failures: 3,
    breaker: 'closed',
  })
  platform.clock.advance(60_000)
  await finish([first, second])
  expect(await house.look(second)).toMatchObject({ status: 'succeeded' })
})

test('outcomes that a dead system would have to tell are asked for beside all others', async () => {
  const { id: noted } = await house.ask('crm.create_note', { contactId: '501', text: 'It arrived broken.' })
  const paid = await house.prepare((await house.ask('commerce.refund_order', refund('1.00', '1042'))).id)
  // The one that hangs is due first.
  for (const [place, id] of [paid.id, noted].entries()) {
    await platform.db.action.update({
      where: { id },
      data: {
        status: 'outcome_unknown',
        firstSentAt: platform.clock.now(),
        attempts: 1,
        checks: 0,
        checkAfter: new Date(place),
        updatedAt: new Date(),
      },
    })
  }
  await demo.addFault({ path: '/orders/1042', method: 'GET', mode: 'timeout', count: 1 })
  const asking = checkUnknown(platform)
  await waitFor(async () => (await house.look(noted)).checks > 0 || (await house.look(noted)).status !== 'outcome_unknown', {
    what: 'the system that answers was asked',
  })
  // Another worker leaves alone what is being asked for.
  expect(await checkUnknown(platform)).toBe(0)
  expect(await house.look(paid.id)).toMatchObject({ status: 'outcome_unknown', checks: 0 })
  await demo.clearFaults()
  await asking
}, 60_000)

test('a worker that is told to stop leaves what it could not take to another one', async () => {
  await demo.addFault({ path: '/tickets', mode: 'slow', count: 1 })
  const ids = [await ticket(), await ticket()]
  await platform.db.outbox.deleteMany()
  const worker = createActionWorker(platform, { worker: 'stops', places: 1 })
  await worker.wake(helpdesk)
  await worker.stop()
  const left = await platform.db.action.findMany({ where: { id: { in: ids }, status: 'queued' } })
  expect(left).toHaveLength(1)
  expect(await platform.db.outbox.findMany()).toMatchObject([{ queue: 'actions', data: { id: `connection/${helpdesk}` } }])
  await finish(ids)
})

test('an action that was withdrawn while it was looked at takes nothing of the day’s budget', async () => {
  await setRules(platform, besides({ name: 'limits', operations: ['crm.set_credit_limit'] }))
  await setBudget(platform, { scope: 'organisation', measure: 'actions', most: 5, caller: house.admin })
  const { id } = await house.prepare(
    (await house.ask('crm.set_credit_limit', { contactId: '501', amount: { amount: '6.00', currency: 'EUR' } })).id,
  )
  const row = await loadAction(platform.db, id)
  expect(row.status).toBe('queued')
  await cancelAction(platform, { actionId: id, caller: house.member })
  await lookAgain(platform, row, await lookAround(platform, row.connectionId, [row]))
  expect(await platform.db.budgetUse.count({ where: { actionId: id } })).toBe(0)
  expect(await claimAction(platform, id, 'late')).toBeNull()
})

test('a worker whose look outside took long does not take what another one has tried meanwhile: it waits as long as it was told to', async () => {
  const { id, digest } = await house.prepare((await house.ask('commerce.refund_order', refund('1.00', '1043'))).id)
  await decideAction(platform, { actionId: id, caller: house.approver, verdict: 'approve', digest: digest ?? '' })
  const requests = async () => (await demo.requests(id)).length
  const before = await requests()
  await demo.addFault({ path: '/orders/1043', method: 'GET', mode: 'slow' })
  const late = claimAction(platform, id, 'late')
  await waitFor(async () => (await requests()) > before, { what: 'the slow look' })
  await demo.addFault({ path: '*', method: 'POST', mode: '429' })
  await house.work(id)
  expect(await house.look(id)).toMatchObject({ status: 'queued', attempts: 1 })
  expect(await late).toBeNull()
  expect(await house.look(id)).toMatchObject({ status: 'queued', attempts: 1 })
  platform.clock.advance(60_000)
  expect(await house.work(id)).toMatchObject({ status: 'succeeded', attempts: 2 })
})
