import { beforeEach, describe, expect, test } from 'vitest'
import {
  actionStory,
  dryRunAction,
  liftPause,
  type Pause,
  type PauseRequest,
  pauseActions,
  runAction,
  standingPauses,
  sweepActions,
} from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { cardsOf } from '#lib/faces/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { cleanUp } from '#tests/support/clean-up.ts'
import { byKey, openHouse, person, refund } from '#tests/support/house.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { startWorker } from '../../workers/start-worker.ts'

const house = await openHouse({ random: () => 0 })
const { platform, demo, member, approver, admin, auditor } = house
const other = await person(platform, 'Nia Roth', ['admin'])

beforeEach(async () => {
  for (const { id } of await standingPauses(platform)) await liftPause(platform, { pauseId: id, reason: 'the next test', caller: admin })
})

const pause = (given: Partial<PauseRequest> = {}) =>
  pauseActions(platform, { scope: 'everything', reason: 'prices are wrong', caller: admin, ...given })
const lift = ({ id }: Pause, caller = admin) => liftPause(platform, { pauseId: id, reason: 'prices are right again', caller })
const ticket = (subject: string) => ({ subject, body: 'It is broken.', requesterEmail: 'ada@example.test', priority: 'normal' })
const eventsOf = (id: string) =>
  platform.db.auditEvent.findMany({ where: { subjectKind: 'pause', subjectId: id }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })

describe('who may', () => {
  test('only an admin pauses and resumes, an admin’s key too', async () => {
    for (const caller of [member, approver, auditor, byKey(member, ['decide'])]) {
      await expect(pause({ caller })).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect(await standingPauses(platform)).toEqual([])
    const made = await pause({ caller: byKey(admin) })
    for (const caller of [member, approver, auditor]) await expect(lift(made, caller)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await standingPauses(platform)).toHaveLength(1)
  })
})

describe('what is asked for', () => {
  test.each<[string, Partial<PauseRequest>, string]>([
    ['a slip in a connection’s name pauses nothing', { scope: 'connection', connection: 'comerce' }, 'connection'],
    ['a slip in an operation’s name pauses nothing', { scope: 'operation', operation: 'commerce.refund' }, 'operation'],
    [
      'an operation that the connection does not offer',
      { scope: 'operation', operation: 'commerce.refund_order', connection: 'crm' },
      'operation',
    ],
    ['a connection that is not said', { scope: 'connection' }, 'connection'],
    ['an operation that is not said', { scope: 'operation', connection: 'commerce' }, 'operation'],
    ['everything, and yet one is named', { connection: 'commerce' }, 'scope'],
    ['a connection, and yet an operation is named', { scope: 'connection', connection: 'crm', operation: 'crm.create_note' }, 'scope'],
    ['no reason', { reason: ' \n' }, 'reason'],
    ['a reason that nobody reads to its end', { reason: 'x'.repeat(501) }, 'reason'],
  ])('%s', async (_name, given, path) => {
    await expect(pause(given)).rejects.toMatchObject({ code: 'invalid', errors: [{ path }] })
    expect(await standingPauses(platform)).toEqual([])
  })
})

test('pausing what is paused answers what stands, with its reason and its author', async () => {
  const first = await pause({ scope: 'connection', connection: 'commerce', reason: 'prices are wrong' })
  const again = await pause({ scope: 'connection', connection: first.connection?.id ?? '', reason: 'something else', caller: other })
  expect(again).toEqual(first)
  expect(again).toMatchObject({
    reason: 'prices are wrong',
    pausedBy: { name: admin.name },
    connection: { name: 'commerce' },
    lifted: null,
  })
  expect(await eventsOf(first.id)).toHaveLength(1)
  // Another scope is another pause, and the widest is named first.
  const wide = await pause()
  expect((await standingPauses(platform)).map(({ id }) => id)).toEqual([wide.id, first.id])
})

test('many who pause the same at once make one pause, and one event', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => pause({ scope: 'operation', operation: 'mail.send' })))
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  expect(await standingPauses(platform)).toHaveLength(1)
  expect(await eventsOf(made[0]?.id ?? '')).toHaveLength(1)
})

test('two admins lift at once: one does it, the other is told who did, and both reasons for it are on record once', async () => {
  const made = await pause()
  const ends = await Promise.allSettled([lift(made), lift(made, other)])
  const done = ends.filter((end) => end.status === 'fulfilled')
  const [late] = ends.filter((end) => end.status === 'rejected')
  expect(done).toHaveLength(1)
  const by = done[0]?.value.lifted?.by.name
  expect(late?.reason).toMatchObject({ code: 'conflict', message: `${by} resumed everything already.` })
  const events = await eventsOf(made.id)
  expect(events.map(({ kind }) => kind)).toEqual(['actions.paused', 'actions.resumed'])
  expect(events[0]).toMatchObject({ actorId: admin.personId, content: { scope: 'everything', reason: 'prices are wrong' } })
  expect(events[1]).toMatchObject({
    content: { reason: 'prices are right again', pausedFor: 'prices are wrong', pausedById: admin.personId },
  })
  await expect(liftPause(platform, { pauseId: platform.ids(), reason: 'x', caller: admin })).rejects.toMatchObject({ code: 'not_found' })
})

test('whoever has a page open hears of it, whatever their roles', async () => {
  const hints: { id?: string }[] = []
  await platform.live.ready()
  const unsubscribe = platform.live.subscribe((event) => event.type === 'pause.updated' && hints.push(event))
  const made = await pause()
  // Those of the pauses before may still come in.
  const heard = () => hints.filter(({ id }) => id === made.id)
  await waitFor(() => heard().length === 1, { what: 'the hint of the pause' })
  await lift(made)
  await waitFor(() => heard().length === 2, { what: 'the hint of its end' })
  unsubscribe()
  expect(heard()[0]).toMatchObject({ roles: ['member', 'approver', 'admin', 'auditor'] })
})

test('the request that makes it is tied to its Idempotency-Key, and so is one that finds it', async () => {
  const within: string[] = []
  const note = async (_tx: unknown, id: string) => void within.push(id)
  const made = await pause({ within: note })
  await pause({ within: note })
  expect(within).toEqual([made.id, made.id])
})

describe('nothing is sent', () => {
  test.each<[string, Partial<PauseRequest>]>([
    ['everything', {}],
    ['its connection', { scope: 'connection', connection: 'helpdesk' }],
    ['its operation', { scope: 'operation', operation: 'helpdesk.create_ticket' }],
    ['its operation on its connection', { scope: 'operation', operation: 'helpdesk.create_ticket', connection: 'helpdesk' }],
  ])('paused: %s', async (_name, given) => {
    const { id } = await house.ask('helpdesk.create_ticket', ticket('held'))
    const made = await pause(given)
    expect(await house.work(id)).toMatchObject({ status: 'queued', attempts: 0 })
    expect(await demo.requests(id)).toEqual([])
    const [card] = await cardsOf(platform, member, [await house.look(id)])
    expect(card?.held).toMatchObject({ word: 'paused by an admin', sentence: expect.stringContaining('“prices are wrong”') })
    await lift(made)
    expect(await house.work(id)).toMatchObject({ status: 'succeeded', attempts: 1 })
  })

  test.each<[string, Partial<PauseRequest>]>([
    ['another connection', { scope: 'connection', connection: 'commerce' }],
    ['another operation', { scope: 'operation', operation: 'helpdesk.close_ticket' }],
  ])('but what is beside it goes on: %s', async (_name, given) => {
    await pause(given)
    const { id } = await house.ask('helpdesk.create_ticket', ticket('not held'))
    expect(await house.work(id)).toMatchObject({ status: 'succeeded' })
  })

  test('a dry run does not look outside either, and says why', async () => {
    await pause({ scope: 'connection', connection: 'commerce' })
    const asked = { caller: member, via: 'api' as const, traceId: newTraceId() }
    await expect(dryRunAction(platform, { ...asked, operation: 'commerce.refund_order', input: refund() })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Ines Duarte paused'),
    })
  })

  test('what waits for an approver says that approving will not run it, and is approved all the same', async () => {
    const { id } = await house.ask('commerce.refund_order', refund('12.00', '1045'))
    const prepared = await house.prepare(id)
    await pause({ scope: 'connection', connection: 'commerce' })
    const [card] = await cardsOf(platform, approver, [prepared])
    expect(card).toMatchObject({
      held: null,
      note: expect.stringMatching(/Ines Duarte paused .*You can decide; it runs once .* is resumed/),
    })
    await decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest: prepared.digest ?? '' })
    const looks = await demo.requests(id)
    await runAction(platform, id, 'test')
    expect(await house.look(id)).toMatchObject({ status: 'queued', attempts: 0 })
    expect(await demo.requests(id), 'not even a look whether it has changed').toEqual(looks)
  })
})

test('a preview that would read outside is not made: the action stays as it was asked, and is prepared once lifted', async () => {
  const stop = await startWorker(platform, 'previews')
  const made = await pause({ scope: 'connection', connection: 'commerce' })
  const { id } = await house.ask('commerce.refund_order', refund('11.00', '1046'))
  expect(await house.prepare(id)).toMatchObject({ status: 'requested' })
  expect(await demo.requests(id)).toEqual([])
  await lift(made)
  await waitFor(async () => (await house.look(id)).status === 'awaiting_approval', { within: 20_000, what: 'the card' })
  await stop()
})

test('more of one paused operation than a worker takes at once do not stand in the way of what is queued behind them', async () => {
  const held = await pause({ scope: 'operation', operation: 'helpdesk.create_ticket' })
  for (let number = 0; number < 2 * platform.env.WORKER_CONCURRENCY; number++) await house.ask('helpdesk.create_ticket', ticket('held'))
  platform.clock.advance(10)
  const { id } = await house.ask('helpdesk.list_tickets', {})
  const stop = await startWorker(platform, 'beside')
  await waitFor(async () => (await house.look(id)).status === 'succeeded', { within: 20_000, what: 'what is not paused' })
  expect(await platform.db.action.count({ where: { operation: 'helpdesk.create_ticket', attempts: 0, status: 'queued' } })).toBe(
    2 * platform.env.WORKER_CONCURRENCY,
  )
  await lift(held)
  await waitFor(async () => (await platform.db.action.count({ where: { status: 'queued' } })) === 0, {
    within: 20_000,
    what: 'an empty line',
  })
  await stop()
})

test('lifting wakes each connection that has something queued once, and what could not be prepared, without waiting for the sweep', async () => {
  const made = await pause()
  const idOf = async (name: string) => (await platform.db.connection.findUniqueOrThrow({ where: { name } })).id
  for (const subject of ['one', 'two', 'three']) await house.ask('helpdesk.create_ticket', ticket(subject))
  await house.ask('crm.find_contact', { email: 'ada@example.test' })
  const { id: unprepared } = await house.ask('commerce.refund_order', refund('10.50', '1047'))
  await platform.db.outbox.deleteMany()
  await lift(made)
  const jobs = await platform.db.outbox.findMany({ orderBy: { id: 'asc' } })
  const woken = jobs.map(({ queue, data }) => `${queue} ${(data as { id: string }).id}`)
  expect(woken.filter((job) => job.startsWith('actions')).sort()).toEqual(
    [`actions connection/${await idOf('helpdesk')}`, `actions connection/${await idOf('crm')}`].sort(),
  )
  expect(woken).toContain(`prepare ${unprepared}`)
})

test('a claim that began before the pause is over when pausing answers: nothing is taken behind its back', async () => {
  const { id } = await house.ask('helpdesk.list_tickets', {})
  expect(await house.work(id)).toMatchObject({ status: 'succeeded' })
  const claim = await platform.pool.connect()
  let answered = false
  try {
    await claim.query('begin')
    await claim.query(
      `select 1 from connection_gate where "connectionId" = (select id from connection where name = 'helpdesk') for no key update`,
    )
    const pausing = pause().then(() => {
      answered = true
    })
    const blocked = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%for share%'`
    await waitFor(async () => (await platform.pool.query(blocked)).rowCount === 1, { what: 'the pause to wait for the claim' })
    expect([(await standingPauses(platform)).length, answered]).toEqual([1, false])
    await claim.query('commit')
    await pausing
  } finally {
    // Closed, not given back: whatever it still held is let go.
    claim.release(true)
  }
})

test('lifted: what waited goes on by itself, in the order in which it was asked, and its story says why it took so long', async () => {
  await platform.db.connection.updateMany({
    where: { name: 'helpdesk' },
    data: { settings: { allowedHosts: [new URL(demo.url).host], concurrency: 1 } },
  })
  const everything = await pause({ reason: 'a count of the stock' })
  const asked: string[] = []
  for (let number = 1; number <= 8; number++) {
    const { id } = await house.ask('helpdesk.create_ticket', ticket(`number ${number}`))
    asked.push(id)
    platform.clock.advance(10)
  }
  // A read, and what an approver signed meanwhile, are held like the rest.
  const { id: read } = await house.ask('crm.find_contact', { email: 'ada@example.test' })
  const { id: signed } = await house.ask('mail.send', { to: 'ada@example.test', subject: 'Sorry', body: 'We are.' })
  const { digest } = await house.prepare(signed)
  await decideAction(platform, { actionId: signed, caller: approver, verdict: 'approve', digest: digest ?? '' })
  const all = [...asked, read, signed]

  const stop = await startWorker(platform, 'paused')
  cleanUp(stop)
  platform.clock.advance(60_000)
  await sweepActions(platform)
  await waitFor(async () => (await platform.db.outbox.count()) === 0, { what: 'an empty outbox' })
  for (const id of all) {
    await runAction(platform, id, 'test')
    expect(await house.look(id)).toMatchObject({ status: 'queued', attempts: 0 })
    expect(await demo.requests(id)).toEqual([])
  }

  await lift(everything)
  await waitFor(async () => (await platform.db.action.count({ where: { id: { in: all }, status: 'succeeded' } })) === all.length, {
    within: 20_000,
    what: 'all of them done',
  })
  const journal = ((await (await fetch(`${demo.url}/_journal`)).json()) as { items: { key: string }[] }).items
  expect(journal.map(({ key }) => key).filter((key) => asked.includes(key))).toEqual(asked)
  expect(journal.filter(({ key }) => key === signed)).toHaveLength(1)
  const story = await actionStory(platform, await house.look(asked[0] ?? ''))
  expect(story.map(({ title, detail }) => `${title} ${detail}`)).toEqual(
    expect.arrayContaining([
      'Ines Duarte paused everything “a count of the stock”',
      'Ines Duarte resumed everything “prices are right again”',
    ]),
  )
  const kinds = story.map(({ kind }) => kind)
  expect(kinds.indexOf('resumed')).toBeGreaterThan(kinds.indexOf('paused'))
  expect(kinds.indexOf('claimed')).toBeGreaterThan(kinds.indexOf('resumed'))
})
