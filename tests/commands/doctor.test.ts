import pg from 'pg'
import { expect, test } from 'vitest'
import { pauseActions } from '#lib/actions/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { queueNames } from '#lib/platform/queue.ts'
import { lookAtDatabase, lookAtWork } from '#scripts/doctor/figures.ts'
import { type Finding, findingsOf } from '#scripts/doctor/findings.ts'
import { mend } from '#scripts/doctor/mend.ts'
import { openHouse } from '../support/house.ts'
import { waitFor } from '../support/wait-for.ts'

const house = await openHouse()
const { platform, member, admin } = house
const hour = 3_600_000
const ago = (ms: number) => new Date(platform.clock.now().getTime() - ms)

/** An action as an accident left it. `updatedAt` is Prisma's to write, so it goes in last. */
async function left(status: string, connection: string, data: Record<string, unknown> = {}): Promise<string> {
  const id = platform.ids()
  const { id: connectionId } = await platform.db.connection.findUniqueOrThrow({ where: { name: connection } })
  const asked = { id, status, connectionId, connectionRevision: 1, operation: `${connection}.do`, operationVersion: 'v', title: 'Do' }
  const rest = { input: {}, effect: 'write', repeat: 'never', requestedById: member.personId, requestedVia: 'api', traceId: newTraceId() }
  const times = { createdAt: ago(hour), queuedAt: ago(hour), waitingSince: ago(hour) }
  await platform.db.action.create({ data: { ...asked, ...rest, ...times, ...data } })
  await platform.db.$executeRaw`update action set "updatedAt" = "createdAt" where id = ${id}::uuid`
  return id
}

const asks = (role: string, quorum = 1) => ({ requirements: [{ role, quorum, requesterExcluded: true }] })

async function look(subject = 'actions'): Promise<Finding[]> {
  const work = await lookAtWork(platform)
  const page = { url: 'http://x', status: 'ok' }
  const found = findingsOf({ page, disk: { folder: '/', freeMegabytes: 1_000 }, database: { unapplied: [], skewMs: 0 }, work })
  return found.filter((finding) => finding.subject === subject)
}

test('every action that stands still is named, under the reason for it, with what to do', async () => {
  const open = new Date(platform.clock.now().getTime() + hour)
  const crm = await platform.db.connection.findUniqueOrThrow({ where: { name: 'crm' } })
  const gate = { breaker: 'open', openedAt: ago(60_000), openUntil: open, why: 'it took too long' }
  await platform.db.connectionGate.upsert({ where: { connectionId: crm.id }, create: { connectionId: crm.id, ...gate }, update: gate })
  await pauseActions(platform, { scope: 'connection', connection: 'helpdesk', reason: 'the prices are wrong', caller: admin })

  const [unknown, failed] = [await left('outcome_unknown', 'mail'), await left('failed', 'mail', { settledAt: ago(hour) })]
  const after = (predecessorId: string) => ({ after: { create: [{ predecessorId }] } })
  const expected: [string, string][] = [
    ['asked for and not looked at yet', await left('requested', 'mail')],
    ['ready to run and not taken: mail', await left('queued', 'mail')],
    ['running, but whoever ran them is gone', await left('running', 'mail', { leaseUntil: ago(60_000) })],
    [
      'past their time for a decision',
      await left('awaiting_approval', 'mail', { digest: 'd', dueAt: ago(60_000), policy: asks('approver') }),
    ],
    [
      'asks for 2 auditors, and there is 1 besides who asked',
      await left('awaiting_approval', 'mail', { digest: 'd', policy: asks('auditor', 2) }),
    ],
    ['crm does not answer since', await left('queued', 'crm')],
    ['Ines Duarte paused Helpdesk: “the prices are wrong”,', await left('queued', 'helpdesk')],
    ['between two attempts', await left('queued', 'mail', { notBefore: open })],
    ['waiting for others to be done first', await left('queued', 'mail', after(unknown))],
    ['waiting for something that did not succeed', await left('queued', 'mail', after(failed))],
    ['with an outcome that nobody knows', unknown],
  ]
  const found = await look()
  for (const [says, id] of expected) {
    const mine = found.filter((finding) => finding.ids?.includes(id))
    expect(mine.map((finding) => finding.says)).toEqual([expect.stringContaining(says)])
    expect(mine[0]?.says).toMatch(/^1 action .*, the oldest for \d+ (min|h)$/)
    expect(mine[0]?.next).toMatch(/\.$/)
  }
  expect(found).toHaveLength(expected.length)
  // What approvers can still sign, and what has only just been asked, stands in nobody's way.
  await left('awaiting_approval', 'mail', { digest: 'd', policy: asks('approver', 2), dueAt: open })
  await house.ask('mail.send', { to: 'a@b.test', subject: 'x', body: 'y' })
  expect(await look()).toHaveLength(expected.length)
})

test('turns, outbox rows and audit events that stand still are named', async () => {
  const conversation = await platform.db.conversation.create({ data: { id: platform.ids(), ownerId: member.personId, title: 'x' } })
  const turn = { conversationId: conversation.id, kind: 'user', via: 'chat', traceId: newTraceId(), createdAt: ago(hour) }
  const first = await platform.db.turn.create({ data: { ...turn, id: platform.ids(), sequence: 1, status: 'queued' } })
  await platform.db.turn.create({ data: { ...turn, id: platform.ids(), sequence: 2, status: 'queued' } })
  expect(await look('turns')).toEqual([
    expect.objectContaining({ level: 'wrong', says: '1 turn ready and not taken, the oldest for 1 h', ids: [first.id] }),
  ])
  const row = { queue: 'prepare', jobId: 'lost', data: { id: 'lost' } }
  await platform.db.outbox.create({ data: { ...row, createdAt: ago(hour), notBefore: ago(hour) } })
  expect(await look('outbox')).toEqual([expect.objectContaining({ level: 'wrong', says: expect.stringContaining('the oldest for 1 h') })])
  platform.clock.advance(120_000)
  expect(await look('audit')).toEqual([
    expect.objectContaining({ level: 'wrong', says: expect.stringContaining('events not in the log yet') }),
  ])
  expect(await look('workers')).toEqual([expect.objectContaining({ level: 'wrong', says: expect.stringContaining('none lives') })])
})

test('mending moves what should move, says so, and moves nothing twice', async () => {
  const jobs: string[] = []
  const done = await mend(platform)
  for (const queue of queueNames) platform.queues.work(queue, 4, async (id) => void jobs.push(id))
  expect(done).toEqual([
    expect.stringMatching(/^1 attempt of workers that are gone ended$/),
    expect.stringMatching(/^1 action past their time expired$/),
    expect.stringMatching(/^\d connections? woken/),
    expect.stringMatching(/^\d actions? sent to be prepared again$/),
    expect.stringMatching(/^1 turn queued again$/),
    expect.stringMatching(/^\d+ outbox rows delivered$/),
    expect.stringMatching(/^\d+ audit events put into the log$/),
  ])
  const mail = await platform.db.connection.findUniqueOrThrow({ where: { name: 'mail' } })
  const [requested] = await platform.db.action.findMany({ where: { status: 'requested' }, orderBy: { createdAt: 'asc' } })
  const [turn] = await platform.db.turn.findMany({ where: { status: 'queued' }, orderBy: { sequence: 'asc' } })
  const moved = [requested?.id, turn?.id, mail.id]
  await waitFor(() => moved.every((id) => id !== undefined && jobs.some((job) => job.endsWith(id))), { what: 'a job for each' })
  const counts = Object.fromEntries(
    (await platform.db.action.groupBy({ by: ['status'], _count: true })).map(({ status, _count }) => [status, _count]),
  )
  expect(counts).toMatchObject({ expired: 1, outcome_unknown: 2 })
  expect(await platform.db.outbox.count()).toBe(0)
  expect(await look('audit')).toEqual([expect.objectContaining({ level: 'well' })])

  const again = await mend(platform)
  expect(again.join()).not.toMatch(/attempt|expired|audit|worker/)
  const still = Object.fromEntries(
    (await platform.db.action.groupBy({ by: ['status'], _count: true })).map(({ status, _count }) => [status, _count]),
  )
  expect(still).toEqual(counts)
})

test('a database that lacks a migration is told apart from one that is up to date', async () => {
  expect(await lookAtDatabase(platform, platform.database.ownerUrl)).toMatchObject({ unapplied: [] })
  const latest = '20261121131500_worker_pulse'
  const client = new pg.Client({ connectionString: platform.database.adminUrl })
  await client.connect()
  await client.query('delete from _prisma_migrations where migration_name = $1', [latest])
  await client.end()
  expect(await lookAtDatabase(platform, platform.database.ownerUrl)).toMatchObject({ unapplied: [latest] })
})
