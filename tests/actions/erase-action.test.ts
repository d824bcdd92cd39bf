import { expect, test } from 'vitest'
import { actionReceipt, actionStory, eraseAction, retryAction } from '#lib/actions/index.ts'
import { answerQuestion, askQuestion, decideAction } from '#lib/approvals/index.ts'
import { createConversation } from '#lib/assistant/index.ts'
import { sequenceAudit, verifyAudit } from '#lib/audit/index.ts'
import { byKey, type House, openHouse, refund } from '#tests/support/house.ts'

const secret = 'a scar on the left hand'

/** A refund that was approved with a comment, and ran. */
async function settledRefund({ platform, ask, prepare, work, approver }: House) {
  const asked = await prepare((await ask('commerce.refund_order', { ...refund('60.00'), reason: secret }, { reason: secret })).id)
  expect(asked.status).toBe('awaiting_approval')
  await decideAction(platform, { actionId: asked.id, caller: approver, verdict: 'approve', digest: asked.digest ?? '', comment: secret })
  return work(asked.id)
}

/** Every table that still holds it, whichever tables there are by now. */
async function mentions({ platform }: House): Promise<string[]> {
  const { rows } = await platform.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const tables = rows.map(({ name }) => name)
  const found = await Promise.all(
    tables.map(
      async (table) => (await platform.pool.query(`select 1 from "${table}" t where t::text like $1 limit 1`, [`%${secret}%`])).rowCount,
    ),
  )
  return tables.filter((_, at) => (found[at] ?? 0) > 0)
}

test('what a settled action held is nowhere in the database, its log is whole and its story still says what happened', async () => {
  const house = await openHouse()
  const { platform, admin, look } = house
  const { id, status } = await settledRefund(house)
  expect(status).toBe('succeeded')
  expect(await mentions(house)).toContain('action')
  const { erased } = await eraseAction(platform, { actionId: id, reason: 'asked for', by: admin })
  expect(erased).toBeGreaterThan(3)
  expect(await mentions(house)).toEqual([])
  const row = await look(id)
  expect(row).toMatchObject({ status: 'succeeded', input: {}, result: null, preview: null, digest: null, undoable: false })
  expect(row.clearedNote).toContain('erased on request')
  expect((await actionStory(platform, row)).length).toBeGreaterThan(3)
  await sequenceAudit(platform, { everything: true })
  expect(await verifyAudit(platform)).toMatchObject({ ok: true, erased })
  expect((await actionReceipt(platform, { actionId: id, caller: admin })).action.erased).toBe(row.clearedNote)
  // Asked again it has nothing left to erase.
  expect((await eraseAction(platform, { actionId: id, reason: 'again', by: admin })).erased).toBe(0)
})

test('what its sentence held is gone from notes, notifications, examples and plans as well', async () => {
  const house = await openHouse()
  const { platform, ask, prepare, work, admin, approver, member } = house
  const { id } = await ask('mail.send', { to: 'ada@example.test', subject: secret, body: secret })
  const asked = await prepare(id)
  const question = await askQuestion(platform, { actionId: id, caller: approver, text: `What is ${secret}?` })
  await answerQuestion(platform, { actionId: id, caller: member, text: secret, replyTo: question.id })
  await decideAction(platform, { actionId: id, caller: approver, verdict: 'reject', digest: asked.digest ?? '', comment: secret })
  await work(id)
  const conversation = await createConversation(platform, { caller: member })
  const plan = { conversationId: conversation.id, turnId: platform.ids(), toolCallId: 'call', operation: asked.operation }
  const shown = { input: asked.input as object, preview: asked.preview as object, policy: asked.policy as object, reason: secret }
  const place = { connectionId: asked.connectionId, title: asked.title, actionId: id }
  await platform.db.plannedAction.create({ data: { id: platform.ids(), ...plan, ...place, ...shown } })
  expect(await mentions(house)).toEqual(expect.arrayContaining(['notification', 'approval_note', 'labelled_example', 'planned_action']))
  await eraseAction(platform, { actionId: id, reason: 'asked for', by: admin })
  expect(await mentions(house)).toEqual([])
})

test('an action that has not ended keeps its content: what was approved is what runs', async () => {
  const house = await openHouse()
  const { platform, ask, prepare, admin, look } = house
  const { id } = await prepare((await ask('commerce.refund_order', refund('60.00'))).id)
  await expect(eraseAction(platform, { actionId: id, reason: 'no', by: byKey(admin) })).rejects.toMatchObject({ code: 'conflict' })
  expect((await look(id)).input).toMatchObject({ orderId: '1042' })
  expect(await platform.db.auditEvent.count({ where: { erasedAt: { not: null } } })).toBe(0)
})

test('an erased action that had failed is not tried again with nothing in it', async () => {
  const house = await openHouse()
  const { platform, ask, work, admin, member } = house
  const { id, status } = await work((await ask('helpdesk.close_ticket', { ticketId: '999999' })).id)
  expect(status).toBe('failed')
  await eraseAction(platform, { actionId: id, reason: 'asked for', by: admin })
  await expect(retryAction(platform, { actionId: id, caller: member, via: 'api', traceId: 'ab'.repeat(16) })).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('an action that is none', async () => {
  const { platform, admin } = await openHouse()
  await expect(eraseAction(platform, { actionId: platform.ids(), reason: 'x', by: admin })).rejects.toMatchObject({ code: 'not_found' })
})
