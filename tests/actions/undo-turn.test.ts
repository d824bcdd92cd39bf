import { expect, test } from 'vitest'
import { actionStory, undoAction, undoTurn } from '#lib/actions/index.ts'
import { AppError } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { openHouse, refund } from '#tests/support/house.ts'

const house = await openHouse()
const { platform, demo, member, member2, approver, admin, auditor } = house

/** A turn of the member's, in which these were asked for and done, one after the other. */
async function turnOf(requests: readonly (readonly [string, unknown])[]) {
  const [conversationId, turnId] = [platform.ids(), platform.ids()]
  await platform.db.conversation.create({ data: { id: conversationId, ownerId: member.personId, title: 'Tidying up' } })
  await platform.db.turn.create({
    data: { id: turnId, conversationId, sequence: 1, kind: 'user', status: 'done', via: 'chat', traceId: newTraceId() },
  })
  const rows = []
  for (const [operation, input] of requests) {
    const origin = { conversationId, turnId, toolCallId: platform.ids(), tainted: false, sources: [] }
    const { id } = await house.ask(operation, input, { origin, via: 'chat' })
    platform.clock.advance(1_000)
    rows.push(await house.work(id))
  }
  return { turnId, rows }
}

const undo = (turnId: string, caller: Caller = member) => undoTurn(platform, { turnId, caller, via: 'api', traceId: newTraceId() })
const refused = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? { code: error.code, message: error.message } : error),
  )
const ticketOf = async (ticketId: string) => (await fetch(`${demo.url}/tickets/${ticketId}`)).json() as Promise<Record<string, unknown>>
const effects = async (ids: readonly string[]) =>
  (await Promise.all(ids.map((id) => demo.journal(id)))).flat() as unknown as { operation: string; at: string }[]

const urgent = (ticketId: string) => ['helpdesk.update_ticket', { ticketId, priority: 'urgent' }] as const
const tagged = (ticketId: string) => ['helpdesk.update_ticket', { ticketId, tags: ['vip'] }] as const
const closed = (ticketId: string) => ['helpdesk.close_ticket', { ticketId }] as const

test('a turn is taken back newest first: a closed ticket is opened before it is changed back', async () => {
  const before = await ticketOf('87')
  const { turnId, rows } = await turnOf([urgent('87'), tagged('87'), closed('87')])
  const { steps, leftOut } = await undo(turnId)
  expect(leftOut).toEqual([])
  expect(steps.map(({ undoOfId }) => undoOfId)).toEqual(rows.map(({ id }) => id).reverse())
  expect(steps.map(({ undoTurnId, after }) => [undoTurnId, after.map(({ predecessorId }) => predecessorId)])).toEqual([
    [turnId, []],
    [turnId, [steps[0]?.id]],
    [turnId, [steps[1]?.id]],
  ])
  // The workers may come to them in any order: what is out of its turn waits.
  for (const { id } of [...steps].reverse()) await house.work(id)
  for (const { id } of steps) await house.work(id)
  expect((await effects(steps.map(({ id }) => id))).map(({ operation }) => operation)).toEqual([
    'helpdesk.reopen_ticket',
    'helpdesk.update_ticket',
    'helpdesk.update_ticket',
  ])
  const { updatedAt: _then, ...restored } = await ticketOf('87')
  expect(before).toMatchObject(restored)
})

test('a turn’s undo stops where one fails, and says which are left', async () => {
  const { turnId, rows } = await turnOf([urgent('91'), tagged('91'), closed('91')])
  // Somebody opened it meanwhile: the newest step finds nothing to open.
  await fetch(`${demo.url}/tickets/91/reopen`, { method: 'POST' })
  const { steps } = await undo(turnId)
  for (const { id } of steps) await house.work(id)
  const ended = await Promise.all(steps.map(({ id }) => house.look(id)))
  expect(ended.map(({ status }) => status)).toEqual(['failed', 'cancelled', 'cancelled'])
  expect(ended[1]?.error).toMatchObject({ message: expect.stringContaining('had to be done first, and it failed') })
  expect(await effects(steps.map(({ id }) => id))).toEqual([])
  expect(await ticketOf('91')).toMatchObject({ priority: 'urgent', tags: ['vip'] })
  const story = await actionStory(platform, await house.look(rows[0]?.id ?? ''))
  expect(story.map(({ title }) => title)).toContain('The undo was withdrawn')

  // Once what was in the way is gone, asking again goes through to the end.
  await fetch(`${demo.url}/tickets/91/close`, { method: 'POST' })
  const again = await undo(turnId)
  expect(again.steps.map(({ undoOfId }) => undoOfId)).toEqual(steps.map(({ undoOfId }) => undoOfId))
  for (const { id } of again.steps) expect(await house.work(id)).toMatchObject({ status: 'succeeded' })
})

test('what cannot be undone is named with its reason, and the rest is taken back', async () => {
  const { turnId, rows } = await turnOf([
    urgent('92'),
    ['helpdesk.add_ticket_note', { ticketId: '92', text: 'Seen.' }],
    ['commerce.refund_order', refund('1.00', '1048')],
    ['helpdesk.get_ticket', { ticketId: '92' }],
  ])
  const { steps, leftOut } = await undo(turnId)
  expect(steps.map(({ undoOfId }) => undoOfId)).toEqual([rows[0]?.id])
  expect(leftOut.map(({ action, why }) => [action.id, why])).toEqual([
    [rows[1]?.id, 'Notes stay in the history of a ticket. Add another one that corrects it.'],
    [rows[2]?.id, 'It has not happened yet. It can be withdrawn instead.'],
  ])
})

test('one whose undo cannot be worked out is named, and the rest is taken back', async () => {
  const ticket = { subject: 'Broken vase', body: 'In pieces.', requesterEmail: 'ada@example.test', priority: 'normal' }
  const { turnId, rows } = await turnOf([urgent('96'), ['helpdesk.create_ticket', ticket]])
  // As where nobody saw the answer, and a person said that it happened.
  await platform.db.action.update({ where: { id: rows[1]?.id ?? '' }, data: { result: {} } })
  const { steps, leftOut } = await undo(turnId)
  expect(steps.map(({ undoOfId }) => undoOfId)).toEqual([rows[0]?.id])
  expect(leftOut.map(({ why }) => why)).toEqual([expect.stringContaining('input.ticketId is missing')])
})

test('asking twice, at once or later, takes each action back once', async () => {
  const { turnId } = await turnOf([urgent('93'), tagged('93'), closed('93')])
  await Promise.all([undo(turnId), undo(turnId, admin), undo(turnId)])
  const rows = await platform.db.action.findMany({ where: { undoTurnId: turnId } })
  expect(rows).toHaveLength(3)
  const { steps } = await undo(turnId)
  for (const { id } of steps) expect(await house.work(id)).toMatchObject({ status: 'succeeded' })
  expect((await undo(turnId)).steps.map(({ id }) => id)).toEqual(steps.map(({ id }) => id))
  expect(await effects(steps.map(({ id }) => id))).toHaveLength(3)
})

test('one that was undone on its own before is not undone again, and the rest waits for it', async () => {
  const { turnId, rows } = await turnOf([urgent('94'), closed('94')])
  const own = await undoAction(platform, { actionId: rows[1]?.id ?? '', caller: member, via: 'api', traceId: newTraceId() })
  const { steps, leftOut } = await undo(turnId)
  expect(leftOut.map(({ why }) => why)).toEqual(['It is undone on its own.'])
  expect(steps.map(({ undoOfId, after }) => [undoOfId, after.map(({ predecessorId }) => predecessorId)])).toEqual([[rows[0]?.id, [own.id]]])
})

test('a turn that did nothing that can be undone says so, and asks for nothing', async () => {
  const { turnId } = await turnOf([['helpdesk.add_ticket_note', { ticketId: '92', text: 'Seen again.' }]])
  expect(await refused(undo(turnId))).toMatchObject({ code: 'conflict', message: expect.stringContaining('Notes stay in the history') })
  expect(await platform.db.action.count({ where: { undoTurnId: turnId } })).toBe(0)
})

test('a turn is its owner’s: nobody else but an admin takes it back', async () => {
  const { turnId } = await turnOf([urgent('95'), tagged('95')])
  for (const caller of [member2, approver, auditor]) expect(await refused(undo(turnId, caller))).toMatchObject({ code: 'not_found' })
  expect(await platform.db.action.count({ where: { undoTurnId: turnId } })).toBe(0)
  expect((await undo(turnId, admin)).steps).toHaveLength(2)
})
