import { expect, test } from 'vitest'
import { claimAction, renewLeases, runClaim, sweepActions } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { retryDefaults } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { onConnection } from '#tests/support/connected.ts'
import { openHouse } from '#tests/support/house.ts'

const house = await openHouse({ random: () => 0 })
const { platform, demo, approver } = house
// Time passes where a test says so, and not while the machine is busy.
platform.clock.stop()

/** The same process, whose wall clock somebody else sets. */
function withJumpingWall(): Platform & { jump(milliseconds: number): void } {
  let jumped = 0
  const clock = {
    now: () => new Date(platform.clock.now().getTime() + jumped),
    monotonic: () => platform.clock.monotonic(),
  }
  return {
    ...platform,
    clock,
    jump: (milliseconds) => {
      jumped += milliseconds
    },
  }
}

let limit = 30
async function queuedLimit(): Promise<string> {
  const { id } = await house.ask('crm.set_credit_limit', { contactId: '503', amount: { amount: `${limit++}.00`, currency: 'EUR' } })
  const { digest } = await house.prepare(id)
  await decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest: digest ?? '' })
  return id
}

async function claimed(on: Platform = platform) {
  const id = await queuedLimit()
  const claim = await claimAction(on, id, 'test')
  if (claim === null) throw new Error('it could not be claimed')
  return { id, claim }
}

const sent = async (id: string) => ((await demo.requests(id)) as { method: string }[]).filter(({ method }) => method !== 'GET').length
const effects = async (id: string) => (await demo.journal(id)).length

test('a process that stood still beyond its lease sends nothing when it wakes', async () => {
  const { id, claim } = await claimed()
  platform.clock.advance(retryDefaults.leaseMs)
  await runClaim(platform, claim)
  expect(await sent(id)).toBe(0)
  expect(await house.look(id)).toMatchObject({ status: 'queued', attempts: 1, firstSentAt: null })
  expect(await house.work(id)).toMatchObject({ status: 'succeeded' })
  expect(await effects(id)).toBe(1)
})

test('a lease that runs out while the connection is made sends nothing over it', async () => {
  const { id, claim } = await claimed()
  let stood = 0
  const late = () => {
    stood += 1
    platform.clock.advance(retryDefaults.leaseMs)
  }
  await onConnection(demo.url, late, () => runClaim(platform, claim))
  expect(stood).toBe(1)
  expect(await sent(id)).toBe(0)
  expect(await house.look(id)).toMatchObject({ status: 'queued', attempts: 1, firstSentAt: null })
  expect(await house.work(id)).toMatchObject({ status: 'succeeded' })
  expect(await effects(id)).toBe(1)
})

test('a machine that slept, whose other clock slept too, sends nothing when it wakes', async () => {
  const sleepy = withJumpingWall()
  const { id, claim } = await claimed(sleepy)
  sleepy.jump(3_600_000)
  await runClaim(sleepy, claim)
  expect(await sent(id)).toBe(0)
})

test('a wall clock set back does not give a lease more time', async () => {
  const set = withJumpingWall()
  const { id, claim } = await claimed(set)
  set.jump(-3_600_000)
  platform.clock.advance(retryDefaults.leaseMs)
  await runClaim(set, claim)
  expect(await sent(id)).toBe(0)
})

test('a wall clock set forward ends nobody’s lease: for one whole lease the sweep waits', async () => {
  const sweeper = withJumpingWall()
  await sweepActions(sweeper)
  const { id, claim } = await claimed()
  sweeper.jump(3_600_000)
  await sweepActions(sweeper)
  expect(await house.look(id)).toMatchObject({ status: 'running', fence: claim.fence })
  platform.clock.advance(retryDefaults.leaseMs - 1_000)
  await sweepActions(sweeper)
  expect(await house.look(id)).toMatchObject({ status: 'running' })
  platform.clock.advance(1_001)
  await sweepActions(sweeper)
  expect(await house.look(id)).toMatchObject({ status: 'outcome_unknown' })
  claim.lease.release()
})

test('a lease written by a clock that was far ahead is over all the same', async () => {
  const ahead = withJumpingWall()
  ahead.jump(86_400_000)
  const { id, claim } = await claimed(ahead)
  await sweepActions(platform)
  expect(await house.look(id)).toMatchObject({ status: 'outcome_unknown' })
  claim.lease.release()
})

test('the heartbeat keeps a long run its own', async () => {
  const { id, claim } = await claimed()
  platform.clock.advance(20_000)
  expect(await renewLeases(platform)).toBe(1)
  platform.clock.advance(20_000)
  await sweepActions(platform)
  expect(await house.look(id)).toMatchObject({ status: 'running', fence: claim.fence })
  await runClaim(platform, claim)
  expect(await house.look(id)).toMatchObject({ status: 'succeeded' })
})

test('the heartbeat that finds the row in other hands ends the run, and its late word is not written', async () => {
  const { id, claim } = await claimed()
  platform.clock.advance(retryDefaults.leaseMs - 6_000)
  // Another machine, whose clock is ahead, calls the lease over.
  const ahead = withJumpingWall()
  await sweepActions(ahead)
  platform.clock.advance(1)
  const other = { ...ahead, clock: { now: () => new Date(platform.clock.now().getTime() + 7_000), monotonic: ahead.clock.monotonic } }
  await sweepActions(other)
  expect(await house.look(id)).toMatchObject({ status: 'outcome_unknown' })
  await renewLeases(platform)
  expect(claim.lease.signal.aborted).toBe(true)
  await runClaim(platform, claim)
  expect(await sent(id)).toBe(0)
  expect(await house.look(id)).toMatchObject({ status: 'outcome_unknown', attempts: 1 })
})

test('a request never outlives the lease: its deadline comes first', async () => {
  const { id, claim } = await claimed()
  // Most of the lease went by before the request began; the back office never answers.
  platform.clock.advance(retryDefaults.leaseMs - 8_000)
  await demo.addFault({ path: '*', method: 'PUT', mode: 'timeout' })
  const began = performance.now()
  await runClaim(platform, claim)
  expect(await house.look(id)).toMatchObject({ status: 'outcome_unknown' })
  // What was left of the lease ended it, not the 15 seconds that a request has otherwise.
  expect(performance.now() - began).toBeLessThan(retryDefaults.deadlineMs)
})
