import { expect, test } from 'vitest'
import { actionFigures, workerFigures } from '#lib/actions/index.ts'
import { testPlatform } from '../support/test-platform.ts'

const platform = await testPlatform()
const hour = 3_600_000
const now = platform.clock.now()

async function addAction(
  status: string,
  values: { settledHoursAgo?: number; queuedHoursAgo?: number; effect?: string } = {},
): Promise<string> {
  const ago = (hours: number | undefined) => (hours === undefined ? null : new Date(now.getTime() - hours * hour))
  const connection = await platform.db.connection.upsert({
    where: { name: 'here' },
    create: { id: platform.ids(), name: 'here', title: 'Here', kind: 'mail' },
    update: {},
  })
  const person = await platform.db.person.upsert({
    where: { email: 'a@b.test' },
    create: { id: platform.ids(), email: 'a@b.test', name: 'A', roles: ['member'] },
    update: {},
  })
  const id = platform.ids()
  const common = {
    id,
    status,
    operation: 'here.do',
    operationVersion: 'v',
    connectionId: connection.id,
    connectionRevision: 1,
    input: {},
    repeat: 'never',
  }
  const rest = { effect: values.effect ?? 'write', title: 'Do', requestedById: person.id, requestedVia: 'api', traceId: 't' }
  const createdAt = new Date(now.getTime() - 48 * hour)
  await platform.db.action.create({
    data: { ...common, ...rest, createdAt, settledAt: ago(values.settledHoursAgo), queuedAt: ago(values.queuedHoursAgo) },
  })
  return id
}

test('an empty ledger counts nothing and knows no worker', async () => {
  expect(await actionFigures(platform)).toEqual({
    awaitingApproval: 0,
    running: 0,
    queued: 0,
    oldestQueuedAt: null,
    outcomeUnknown: 0,
    failedToday: 0,
    succeededToday: 0,
    changedToday: 0,
  })
  expect(await workerFigures(platform)).toEqual([])
})

test('what settled long ago is not counted as of today, and the oldest in line is the oldest', async () => {
  await addAction('awaiting_approval')
  await addAction('queued', { queuedHoursAgo: 1 })
  await addAction('queued', { queuedHoursAgo: 3 })
  await addAction('outcome_unknown')
  await addAction('failed', { settledHoursAgo: 2 })
  await addAction('failed', { settledHoursAgo: 25 })
  await addAction('succeeded', { settledHoursAgo: 1, effect: 'read' })
  const last = await addAction('succeeded', { settledHoursAgo: 1 })
  const figures = await actionFigures(platform)
  expect(figures).toMatchObject({ awaitingApproval: 1, queued: 2, outcomeUnknown: 1, failedToday: 1, succeededToday: 2, changedToday: 1 })
  expect(figures.oldestQueuedAt).toEqual(new Date(now.getTime() - 3 * hour))

  const attempt = { actionId: last, worker: 'w1', startedAt: now }
  await platform.db.attempt.create({ data: { ...attempt, id: platform.ids(), number: 1, fence: 1, class: 'unknown' } })
  await platform.db.attempt.create({ data: { ...attempt, id: platform.ids(), number: 2, fence: 2, class: 'succeeded' } })
  expect(await workerFigures(platform)).toEqual([{ worker: 'w1', lastAttemptAt: now, attempts: 2, notSucceeded: 1 }])
})
