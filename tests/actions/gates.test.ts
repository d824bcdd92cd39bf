import { expect, test } from 'vitest'
import { checkUnknown, claimReady, runClaim } from '#lib/actions/index.ts'
import { retryBudget } from '#lib/actions/tunables.ts'
import { retryDefaults } from '#lib/core/index.ts'
import { toJson } from '#lib/platform/index.ts'
import { holding } from '#tests/support/holding.ts'
import { openHouse } from '#tests/support/house.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { startWorker } from '../../workers/start-worker.ts'

const house = await openHouse({ random: () => 0 })
const { platform, demo } = house
// Time passes where a test says so, and not while the machine is busy.
platform.clock.stop()

const connections = new Map((await platform.db.connection.findMany()).map(({ name, id }) => [name, id]))
const crm = connections.get('crm') ?? ''
const helpdesk = connections.get('helpdesk') ?? ''

async function limits(connectionId: string, settings: Record<string, unknown>): Promise<void> {
  const { settings: before } = await platform.db.connection.findUniqueOrThrow({ where: { id: connectionId } })
  await platform.db.connection.update({ where: { id: connectionId }, data: { settings: toJson({ ...(before as object), ...settings }) } })
}

let number = 0
/** A ticket needs no look outside, a contact's reading neither. */
async function ticket(): Promise<string> {
  number += 1
  const input = { subject: `Gate ${number}`, body: 'For a test.', requesterEmail: 'gate@example.test', priority: 'low' }
  return (await house.ask('helpdesk.create_ticket', input)).id
}

const claims = (worker: string, connectionId = helpdesk, most = 16) => claimReady(platform, { connectionId, worker, most, except: [] })
const gate = (connectionId: string) => platform.db.connectionGate.findUniqueOrThrow({ where: { connectionId } })

/** Everything that is queued for the helpdesk, run to its end. */
async function runAll(): Promise<void> {
  for (;;) {
    platform.clock.advance(retryDefaults.maxDelayMs)
    const round = await claims('cleaner')
    if (round.claims.length === 0) return
    await Promise.all(round.claims.map((claim) => runClaim(platform, claim)))
  }
}

test('two workers at once: a connection never has more under way than it allows', async () => {
  await limits(helpdesk, { concurrency: 3 })
  for (let each = 0; each < 8; each++) await ticket()
  const [one, two] = await Promise.all([claims('one'), claims('two')])
  expect(one.claims.length + two.claims.length).toBe(3)
  const [first] = [...one.claims, ...two.claims]
  if (first === undefined) throw new Error('none was claimed')
  await runClaim(platform, first)
  const next = await claims('two')
  expect(next.claims).toHaveLength(1)
  expect(next.wakeAt).not.toBeNull()
  for (const claim of [...one.claims, ...two.claims, ...next.claims]) if (claim !== first) await runClaim(platform, claim)
  await limits(helpdesk, { concurrency: undefined })
  await runAll()
})

test('a rate is one rate for all workers, and what it holds back is told when to come again', async () => {
  await limits(helpdesk, { ratePerSecond: 2 })
  for (let each = 0; each < 6; each++) await ticket()
  platform.clock.advance(10_000)
  const [one, two] = await Promise.all([claims('one'), claims('two')])
  expect(one.claims.length + two.claims.length).toBe(2)
  platform.clock.advance(500)
  const later = await claims('one')
  expect(later.claims).toHaveLength(1)
  expect(later.wakeAt?.getTime()).toBeGreaterThan(platform.clock.now().getTime())
  for (const claim of [...one.claims, ...two.claims, ...later.claims]) await runClaim(platform, claim)
  await limits(helpdesk, { ratePerSecond: undefined })
  await runAll()
})

test('a system that is down: the breaker opens, one request tries, and its answer closes it', async () => {
  for (let each = 0; each < 5; each++) await ticket()
  await demo.addFault({ path: '*', mode: '500', count: 5 })
  const round = await claims('one')
  await Promise.all(round.claims.map((claim) => runClaim(platform, claim)))
  expect(await gate(helpdesk)).toMatchObject({ breaker: 'open', trips: 1 })
  platform.clock.advance(1_000)
  const held = await claims('one')
  expect(held.claims).toHaveLength(0)
  expect(held.wakeAt).not.toBeNull()
  // Nobody lost an attempt while nothing could be sent.
  expect(await platform.db.action.count({ where: { connectionId: helpdesk, status: 'queued', attempts: 1 } })).toBe(5)

  platform.clock.advance(10_000)
  await demo.addFault({ path: '*', mode: '500', count: 1 })
  const probe = await claims('one')
  expect(probe.claims).toHaveLength(1)
  expect((await claims('two')).claims).toHaveLength(0)
  for (const claim of probe.claims) await runClaim(platform, claim)
  expect(await gate(helpdesk)).toMatchObject({ breaker: 'open', trips: 2 })

  platform.clock.advance(20_000)
  const second = await claims('one')
  expect(second.claims).toHaveLength(1)
  for (const claim of second.claims) await runClaim(platform, claim)
  expect(await gate(helpdesk)).toMatchObject({ breaker: 'closed', failures: 0, trips: 0 })
  await runAll()
  expect(await platform.db.action.count({ where: { connectionId: helpdesk, status: { not: 'succeeded' } } })).toBe(0)
})

test('failures that two workers write at the same moment are counted together: the breaker opens at the fifth, not at the sixth', async () => {
  await ticket()
  const [last] = (await claims('one')).claims
  if (last === undefined) throw new Error('nothing was claimed')
  await platform.db.connectionGate.update({ where: { connectionId: helpdesk }, data: { failures: 3 } })
  await demo.addFault({ path: '*', mode: '500', count: 1 })
  await holding(platform, 'update connection_gate set failures = failures + 1 where "connectionId" = $1', [helpdesk], {
    meanwhile: () => runClaim(platform, last),
  })
  expect(await gate(helpdesk)).toMatchObject({ breaker: 'open', trips: 1, failures: 5 })
  await runAll()
  expect(await gate(helpdesk)).toMatchObject({ breaker: 'closed', failures: 0 })
})

test('retries that would bring down what is limping wait for their budget, and none is ended by it', async () => {
  const ids: string[] = []
  for (let each = 0; each < 4; each++) ids.push(await ticket())
  await demo.addFault({ path: '*', mode: '500', count: 4 })
  for (const claim of (await claims('one')).claims) await runClaim(platform, claim)
  await platform.db.connectionGate.update({
    where: { connectionId: helpdesk },
    data: { retryTokens: 0, refilledAt: platform.clock.now(), breaker: 'closed', failures: 0 },
  })
  const fresh = await ticket()
  const spent = await claims('one')
  expect(spent.claims.map(({ row }) => row.id)).toEqual([fresh])
  expect(spent.wakeAt).not.toBeNull()
  for (const claim of spent.claims) await runClaim(platform, claim)
  platform.clock.advance(1_000)
  const one = await claims('one')
  expect(one.claims).toHaveLength(1)
  for (const claim of one.claims) await runClaim(platform, claim)
  await runAll()
  for (const id of ids) expect(await house.look(id)).toMatchObject({ status: 'succeeded' })
})

test('time stands still and everything fails: a fifth of the first attempts are retried, and the burst that was saved, not more', async () => {
  const waves = 5
  const firstsOfEach = 10
  const { retryBurst } = retryBudget
  const claimAll = async () => (await claims('one', helpdesk, 100)).claims
  await demo.addFault({ path: '*', method: 'POST', mode: '500', count: 1_000 })
  const now = platform.clock.now()
  await platform.db.connectionGate.update({ where: { connectionId: helpdesk }, data: { retryTokens: retryBurst, refilledAt: now } })
  const ids: string[] = []
  const tried = { first: 0, again: 0 }
  for (let wave = 0; ; wave += 1) {
    if (wave < waves) for (let each = 0; each < firstsOfEach; each += 1) ids.push(await ticket())
    const round = await claimAll()
    if (round.length === 0) break
    for (const { row } of round) tried[row.attempts === 1 ? 'first' : 'again'] += 1
    await Promise.all(round.map((claim) => runClaim(platform, claim)))
    // Else the breaker would hold them back before the budget does.
    await platform.db.connectionGate.update({ where: { connectionId: helpdesk }, data: { breaker: 'closed', failures: 0 } })
  }
  expect(platform.clock.now()).toEqual(now)
  expect(tried.first).toBe(waves * firstsOfEach)
  expect(tried.again).toBeLessThanOrEqual(tried.first / 5 + retryBurst)
  expect(tried.again, 'first attempts earn retries besides the burst').toBeGreaterThan(retryBurst)
  expect(await platform.db.action.count({ where: { id: { in: ids }, status: 'queued' } }), 'none is ended by it').toBe(ids.length)
  await demo.clearFaults()
  await runAll()
  expect(await platform.db.action.count({ where: { id: { in: ids }, status: 'succeeded' } })).toBe(ids.length)
})

test('a key that the other side no longer keeps is not used again: a person, or the operation’s own read, is asked', async () => {
  await limits(helpdesk, { keyTtlHours: 1 })
  const id = await ticket()
  await demo.addFault({ path: '*', method: 'POST', mode: 'drop_after' })
  await house.work(id)
  expect(await house.look(id)).toMatchObject({ status: 'queued', attempts: 1 })
  platform.clock.advance(3_600_000)
  await house.work(id)
  expect(await house.look(id)).toMatchObject({ status: 'outcome_unknown', attempts: 2 })
  expect(await demo.journal(id)).toHaveLength(1)
  expect(((await demo.requests(id)) as { method: string }[]).filter(({ method }) => method === 'POST')).toHaveLength(1)
  await limits(helpdesk, { keyTtlHours: undefined })
})

test('an action is not tried for ever: after its time it ends as failed where nothing happened, as unknown where it may have', async () => {
  const nothing = await ticket()
  await demo.addFault({ path: '*', method: 'POST', mode: '429' })
  await house.work(nothing)
  const maybe = await ticket()
  await demo.addFault({ path: '*', method: 'POST', mode: 'drop_before' })
  await house.work(maybe)
  platform.clock.advance(retryDefaults.totalMs)
  await demo.addFault({ path: '*', method: 'POST', mode: '429', count: 2 })
  await house.work(nothing)
  await house.work(maybe)
  expect(await house.look(nothing)).toMatchObject({ status: 'failed' })
  expect(await house.look(maybe)).toMatchObject({ status: 'outcome_unknown' })
})

test('an outcome that could not be looked up at once is looked up again later', async () => {
  await limits(crm, { attempts: 1 })
  const { id } = await house.ask('crm.create_note', { contactId: '501', text: 'It arrived broken.' })
  await house.prepare(id)
  await demo.addFault({ path: '*', method: 'POST', mode: 'drop_after' })
  await demo.addFault({ path: '/contacts/501/notes', method: 'GET', mode: '500' })
  await house.work(id)
  expect(await house.look(id)).toMatchObject({ status: 'outcome_unknown', checks: 1 })
  await demo.clearFaults()
  platform.clock.advance(6_000)
  await checkUnknown(platform)
  expect(await house.look(id)).toMatchObject({ status: 'succeeded' })
  expect(await demo.journal(id)).toHaveLength(1)
  await limits(crm, { attempts: undefined })
})

/** What a ticket's operation says of how it is tried, as a document would. */
async function declareRetry(retry: { attempts: number; withinSeconds: number }): Promise<void> {
  const [kept] = await platform.db.connectionOperation.findMany({ where: { connectionId: helpdesk, name: 'helpdesk.create_ticket' } })
  if (kept === undefined) throw new Error('the operation is gone')
  const declaration = toJson({ ...(kept.declaration as object), retry })
  await platform.db.connectionOperation.update({ where: { id: kept.id }, data: { declaration } })
  const title = `Helpdesk, ${retry.attempts} in ${retry.withinSeconds} s`
  await platform.db.connection.update({ where: { id: helpdesk }, data: { title } })
}

test('an operation that says for how long it is tried is not tried after that, however many attempts are left', async () => {
  await declareRetry({ attempts: 8, withinSeconds: 5 })
  const id = await ticket()
  // Each asks to wait for a second.
  await demo.addFault({ path: '*', method: 'POST', mode: '429', count: 8 })
  expect(await house.work(id)).toMatchObject({ status: 'queued', attempts: 1 })
  platform.clock.advance(2_000)
  expect(await house.work(id)).toMatchObject({ status: 'queued', attempts: 2 })
  platform.clock.advance(2_500)
  expect(await house.work(id)).toMatchObject({ status: 'failed', attempts: 3 })
  await demo.clearFaults()
  expect(await demo.journal(id)).toEqual([])
})

test('an operation that says how often it is tried is not tried more often', async () => {
  await declareRetry({ attempts: 2, withinSeconds: 600 })
  const id = await ticket()
  await demo.addFault({ path: '*', method: 'POST', mode: '429', count: 3 })
  await house.work(id)
  platform.clock.advance(2_000)
  expect(await house.work(id)).toMatchObject({ status: 'failed', attempts: 2 })
  await demo.clearFaults()
})

test('one dead system delays nobody else: what it was asked hangs, and all others are done meanwhile', async () => {
  const hanging: string[] = []
  await limits(helpdesk, { deadlineMs: 4_000 })
  await demo.addFault({ path: '/tickets', mode: 'timeout', count: 40 })
  for (let each = 0; each < 40; each++) hanging.push(await ticket())
  const stop = await startWorker(platform, 'isolated')
  try {
    await waitFor(async () => (await platform.db.action.count({ where: { connectionId: helpdesk, status: 'running' } })) > 0 || null, {
      what: 'the dead system is asked',
    })
    const { id } = await house.ask('crm.find_contact', { email: 'ada@example.com' })
    await waitFor(async () => ['succeeded', 'failed'].includes((await house.look(id)).status) || null, {
      within: 10_000,
      what: 'the other system answers',
    })
    expect(await platform.db.action.count({ where: { id: { in: hanging }, status: { in: ['running', 'queued'] } } })).toBe(40)
  } finally {
    await demo.clearFaults()
    await stop()
  }
}, 60_000)
