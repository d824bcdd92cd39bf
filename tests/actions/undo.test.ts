import { expect, test } from 'vitest'
import { actionStory, cancelAction, getAction, retryAction, runAction, undoAction, undoLinks } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { AppError } from '#lib/core/index.ts'
import { cardsOf } from '#lib/faces/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { openHouse, refund } from '#tests/support/house.ts'

const house = await openHouse()
const { platform, demo, member, member2, approver, approver2, admin, auditor } = house

const ticket = { subject: 'Broken vase', body: 'It came in pieces.', requesterEmail: 'ada@example.test', priority: 'normal' }
const eur = (amount: string) => ({ amount, currency: 'EUR' })

async function done(operation: string, input: unknown, caller: Caller = member) {
  const { id } = await house.ask(operation, input, { caller })
  const row = await house.work(id)
  expect(row).toMatchObject({ status: 'succeeded' })
  return row
}

const undo = (actionId: string, caller: Caller = member) => undoAction(platform, { actionId, caller, via: 'api', traceId: newTraceId() })
const refused = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? { code: error.code, message: error.message, ...error.extra } : error),
  )
const effectsOf = async (id: string) => (await demo.journal(id)) as unknown as { operation: string; effect: Record<string, unknown> }[]
const show = async (path: string) => (await fetch(`${demo.url}${path}`)).json() as Promise<Record<string, unknown>>

async function approve(id: string, caller: Caller = approver) {
  const { digest } = await house.look(id)
  await decideAction(platform, { actionId: id, caller, verdict: 'approve', digest: digest ?? '' })
  return house.work(id)
}

test('an undo is made from what the other side answered: the ticket that it made, not a number of ours', async () => {
  const made = await done('helpdesk.create_ticket', ticket)
  const { ticketId } = made.result as { ticketId: string }
  const asked = await undo(made.id)
  expect(asked).toMatchObject({
    operation: 'helpdesk.close_ticket',
    input: { ticketId },
    undoOfId: made.id,
    requestedById: member.personId,
  })
  expect(await house.work(asked.id)).toMatchObject({ status: 'succeeded' })
  expect(await effectsOf(asked.id)).toMatchObject([{ operation: 'helpdesk.close_ticket', effect: { ticketId } }])
  expect(await show(`/tickets/${ticketId}`)).toMatchObject({ status: 'closed' })
})

test('only what was changed is put back: what a colleague changed in another field stays', async () => {
  const changed = await done('helpdesk.update_ticket', { ticketId: '87', priority: 'urgent' })
  await done('helpdesk.update_ticket', { ticketId: '87', assignee: 'max.weber@acme.test' }, member2)
  const asked = await undo(changed.id)
  expect(asked.input).toEqual({ ticketId: '87', priority: 'high' })
  await house.work(asked.id)
  expect(await show('/tickets/87')).toMatchObject({ priority: 'high', assignee: 'max.weber@acme.test' })
})

test('an undo runs through policy like anything else: what is above the limit waits for an approver, with what it takes back', async () => {
  const before = (await show('/contacts/501')).creditLimit as { amount: string; currency: string }
  const small = await done('crm.set_credit_limit', { contactId: '501', amount: eur('20.00') })
  const asked = await undo(small.id)
  expect(asked).toMatchObject({ operation: 'crm.set_credit_limit', input: { contactId: '501', amount: before } })
  expect(await house.work(asked.id)).toMatchObject({ status: 'awaiting_approval' })
  expect(await effectsOf(asked.id)).toEqual([])
  const [card] = await cardsOf(platform, approver, [await house.look(asked.id)])
  expect(card?.takesBack).toMatchObject({ sentence: small.summary, by: 'Max Weber', open: true })
  // The approver was not asked about what is taken back, and may look at it now.
  expect(await getAction(platform, { actionId: small.id, caller: approver })).toMatchObject({ id: small.id })
  expect((await undoLinks(platform.db, [small])).standing.get(small.id)).toMatchObject({ id: asked.id, status: 'awaiting_approval' })
  expect(await approve(asked.id)).toMatchObject({ status: 'succeeded' })
  expect(await effectsOf(asked.id)).toHaveLength(1)
  expect((await show('/contacts/501')).creditLimit).toEqual(before)
})

test('two people press undo at once: one undo, and the other is told whose', async () => {
  const made = await done('helpdesk.create_ticket', ticket)
  const both = await Promise.all([member, admin].map((caller) => undo(made.id, caller).catch((error: unknown) => error)))
  const [first] = both.filter((one) => !(one instanceof Error)) as { id: string }[]
  const [second] = both.filter((one) => one instanceof AppError) as AppError[]
  expect(second).toMatchObject({ code: 'conflict', extra: { undo: first?.id } })
  expect(second?.message).toMatch(/^(Max Weber|Ines Duarte) has asked to undo it already, and that is being prepared\.$/)
  expect(await platform.db.action.count({ where: { undoOfId: made.id } })).toBe(1)
  expect(await platform.db.auditEvent.count({ where: { kind: 'action.undo_asked', subjectId: made.id } })).toBe(1)
})

test('an action is undone once: the second time it is said by whom', async () => {
  const made = await done('crm.create_note', { contactId: '501', text: 'Called.' })
  const asked = await undo(made.id)
  await house.work(asked.id)
  expect(await refused(undo(made.id, admin))).toMatchObject({
    code: 'conflict',
    message: 'Max Weber has undone it already.',
    undo: asked.id,
  })
})

test('the undo of an action whose world changed meanwhile says so, and writes nothing over it unseen', async () => {
  const closed = await done('helpdesk.close_ticket', { ticketId: '90' })
  await done('helpdesk.reopen_ticket', { ticketId: '90' }, member2)
  const asked = await undo(closed.id)
  const ended = await house.work(asked.id)
  expect(ended).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('not closed') } })
  const [card] = await cardsOf(platform, member, [ended])
  expect(card?.note).toContain('Changed since then: Status.')
  expect(await effectsOf(asked.id)).toEqual([])
})

test('a limit that somebody else set meanwhile is shown to the approver before it is written over', async () => {
  const small = await done('crm.set_credit_limit', { contactId: '502', amount: eur('20.00') })
  await done('crm.set_credit_limit', { contactId: '502', amount: eur('21.00') }, member2)
  const asked = await undo(small.id)
  const [card] = await cardsOf(platform, approver, [await house.work(asked.id)])
  expect(card).toMatchObject({ status: 'awaiting_approval', note: expect.stringContaining('Changed since then: Credit limit.') })
})

test.each([
  ['failed', 'failed'],
  ['was rejected', 'rejected'],
  ['was withdrawn', 'cancelled'],
] as const)('an undo that %s can be asked again, and then it is the one that stands', async (_words, how) => {
  const target =
    how === 'failed'
      ? await done('helpdesk.create_ticket', ticket)
      : await done('crm.set_credit_limit', { contactId: '501', amount: eur('20.00') })
  const { ticketId } = target.result as { ticketId: string }
  const first = await undo(target.id)
  if (how === 'failed') await fetch(`${demo.url}/tickets/${ticketId}/close`, { method: 'POST' })
  const { digest } = await house.work(first.id)
  if (how === 'cancelled') await cancelAction(platform, { actionId: first.id, caller: member })
  if (how === 'rejected')
    await decideAction(platform, { actionId: first.id, caller: approver, verdict: 'reject', digest: digest ?? '', comment: 'no' })
  expect(await house.look(first.id)).toMatchObject({ status: how })
  if (how === 'failed') await fetch(`${demo.url}/tickets/${ticketId}/reopen`, { method: 'POST' })

  const again =
    how === 'failed'
      ? await retryAction(platform, { actionId: first.id, caller: member, via: 'api', traceId: newTraceId() })
      : await undo(target.id)
  expect(again).toMatchObject({ undoOfId: target.id, retryOfId: how === 'failed' ? first.id : null })
  expect(await refused(undo(target.id))).toMatchObject({ code: 'conflict', undo: again.id })
  const ended = await house.work(again.id)
  expect(how === 'failed' ? ended : await approve(again.id)).toMatchObject({ status: 'succeeded' })
  expect(await effectsOf(first.id)).toEqual([])
  expect(await effectsOf(again.id)).toHaveLength(1)
})

test('an undo whose outcome nobody saw still stands: it is not asked twice', async () => {
  const small = await done('crm.set_credit_limit', { contactId: '504', amount: eur('20.00') })
  const asked = await undo(small.id)
  await house.work(asked.id)
  await demo.addFault({ path: '/contacts/504/credit-limit', method: 'PUT', mode: 'drop_after', count: 1 })
  await approve(asked.id)
  expect(await house.look(asked.id)).toMatchObject({ status: 'outcome_unknown' })
  expect(await refused(undo(small.id))).toMatchObject({ code: 'conflict', undo: asked.id, undoStatus: 'outcome_unknown' })
})

test('what cannot be undone says why, in the operation’s own words', async () => {
  const note = await done('helpdesk.add_ticket_note', { ticketId: '87', text: 'Seen.' })
  expect(await refused(undo(note.id))).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Notes stay in the history of a ticket. Add another one that corrects it.'),
  })
  const read = await done('helpdesk.get_ticket', { ticketId: '87' })
  expect(await refused(undo(read.id))).toMatchObject({ code: 'conflict', message: expect.stringContaining('Reading changes nothing.') })
  const waiting = await house.ask('commerce.refund_order', refund('1.00', '1047'))
  expect(await refused(undo(waiting.id))).toMatchObject({
    message: expect.stringContaining('It has not happened yet. It can be withdrawn instead.'),
  })
})

test('an answer that nobody saw leaves nothing to undo with: that is said, and no half-filled request is made', async () => {
  const made = await done('helpdesk.create_ticket', ticket)
  await platform.db.action.update({ where: { id: made.id }, data: { result: {} } })
  expect(await refused(undo(made.id))).toMatchObject({ code: 'conflict', message: expect.stringContaining('input.ticketId is missing') })
  expect(await platform.db.action.count({ where: { undoOfId: made.id } })).toBe(0)
})

test('only who asked for it, or an admin, may undo it', async () => {
  const made = await done('helpdesk.create_ticket', ticket)
  expect(await refused(undo(made.id, member2))).toMatchObject({ code: 'not_found' })
  expect(await refused(undo(made.id, auditor))).toMatchObject({ code: 'forbidden' })
  const small = await done('crm.set_credit_limit', { contactId: '505', amount: eur('20.00') })
  const asked = await undo(small.id)
  await house.work(asked.id)
  await approve(asked.id)
  // The approver of an undo sees it, and may not take it back.
  expect(await refused(undo(asked.id, approver2))).toMatchObject({ code: 'forbidden' })
  expect(await undo(made.id, admin)).toMatchObject({ requestedById: admin.personId, undoOfId: made.id })
})

test('an undo is undone like any action, and each end of the chain says so in its story', async () => {
  const made = await done('helpdesk.create_ticket', ticket)
  const back = await undo(made.id)
  await house.work(back.id)
  const forth = await undo(back.id)
  expect(forth).toMatchObject({ operation: 'helpdesk.reopen_ticket', undoOfId: back.id })
  await house.work(forth.id)
  const titles = async (id: string) => (await actionStory(platform, await house.look(id))).map(({ title, actionId }) => [title, actionId])
  expect(await titles(made.id)).toEqual(
    expect.arrayContaining([
      ['Max Weber asked to undo it', back.id],
      ['Undone by Max Weber', back.id],
    ]),
  )
  expect(await titles(back.id)).toEqual(
    expect.arrayContaining([
      [`Takes back “${made.summary}”`, made.id],
      ['Undone by Max Weber', forth.id],
    ]),
  )
  const [first, second] = await cardsOf(platform, member, [await house.look(made.id), await house.look(back.id)])
  expect(first).toMatchObject({ mayUndo: false, undo: { id: back.id, status: 'succeeded', by: 'Max Weber' } })
  expect(second).toMatchObject({ mayUndo: false, takesBack: { id: made.id }, undo: { id: forth.id } })
})

test('what others undo stays theirs to see only while the undo stands', async () => {
  const limited = await done('crm.set_credit_limit', { contactId: '501', amount: eur('20.00') })
  const look = (actionId: string, caller: Caller) => refused(getAction(platform, { actionId, caller }))
  expect(await look(limited.id, approver)).toMatchObject({ code: 'not_found' })
  await done('crm.set_credit_limit', { contactId: '501', amount: eur('19.00') }, member2)
  const byAdmin = await undo(limited.id, admin)
  expect(await look(byAdmin.id, member)).toBeNull()
  expect(await look(byAdmin.id, member2)).toMatchObject({ code: 'not_found' })
  await house.work(byAdmin.id)
  expect(await look(limited.id, approver)).toBeNull()
  await cancelAction(platform, { actionId: byAdmin.id, caller: admin })
  expect(await look(limited.id, approver)).toMatchObject({ code: 'not_found' })
})

test('a worker that runs an undo twice undoes once', async () => {
  const made = await done('helpdesk.create_ticket', ticket)
  const asked = await undo(made.id)
  await house.work(asked.id)
  await runAction(platform, asked.id, 'another')
  expect(await effectsOf(asked.id)).toHaveLength(1)
})
