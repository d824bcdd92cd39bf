import { expect, test } from 'vitest'
import { withTransaction } from '#lib/platform/index.ts'
import { deliverOutbox, queueJob, startOutbox } from '#lib/platform/outbox.ts'
import { cleanUp } from '../support/clean-up.ts'
import { testPlatform } from '../support/test-platform.ts'
import { waitFor } from '../support/wait-for.ts'

/** Longer than any test: whatever is delivered here was hinted at. */
const never = 3_600_000

async function openQueue() {
  const platform = await testPlatform()
  const taken: string[] = []
  // One at a time, the oldest first: what was taken before the last is all there was.
  platform.queues.work('actions', 1, async (id) => void taken.push(id))
  await platform.live.ready()
  let jobs = 0
  const put = (id: string, more: { notBefore?: Date; overtaken?: boolean } = {}) =>
    withTransaction(platform, (tx) => queueJob(tx, platform.live, { queue: 'actions', id, jobId: `job-${jobs++}`, ...more }))
  const took = (id: string) => waitFor(() => taken.includes(id), { within: 20_000, what: `the job for ${id}` })
  return { platform, taken, put, took }
}

test('ten wake-ups of one connection that are due are one job; another’s, and one for later, are their own', async () => {
  const { platform, taken, put, took } = await openQueue()
  for (let index = 0; index < 10; index++) await put('same')
  await put('same', { notBefore: new Date(platform.clock.now().getTime() + never) })
  await put('other')
  expect(await deliverOutbox(platform)).toBe(12)
  await put('last')
  await deliverOutbox(platform)
  await took('last')
  expect(taken.slice(0, -1).toSorted()).toEqual(['other', 'same'])
  expect(await platform.db.outbox.count()).toBe(0)
})

test('a job that a hint has overtaken is delivered without waiting for the next round, and goes along with one that is in a hurry', async () => {
  const { platform, put, took } = await openQueue()
  cleanUp(startOutbox(platform, never))
  await put('overtaken', { overtaken: true })
  await took('overtaken')
  await put('company', { overtaken: true })
  await put('in a hurry')
  await Promise.all([took('company'), took('in a hurry')])
})
