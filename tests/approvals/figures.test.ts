import { expect, test } from 'vitest'
import { runAction, sweepActions, undoAction } from '#lib/actions/index.ts'
import { approvalFigures, decideAction, decideMany, figureRows } from '#lib/approvals/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { openHouse, refund } from '#tests/support/house.ts'

const house = await openHouse()
const { platform, approver, approver2, member } = house

async function asked(orderId: string, amount = '10.00') {
  const { id } = await house.ask('commerce.refund_order', refund(amount, orderId))
  const { digest } = await house.prepare(id)
  return { id, digest: digest ?? '' }
}
const say = (card: { id: string; digest: string }, verdict: 'approve' | 'reject', caller = approver) =>
  decideAction(platform, { actionId: card.id, digest: card.digest, caller, verdict, comment: 'said' })

test('figures count each ending once, and every figure leads to exactly its rows', async () => {
  const quick = await asked('1042')
  platform.clock.advance(60_000)
  await say(quick, 'approve')
  const slow = await asked('1043')
  platform.clock.advance(600_000)
  await say(slow, 'reject', approver2)
  const late = await asked('1044')
  platform.clock.advance(30 * 86_400_000)
  await sweepActions(platform)
  expect((await house.look(late.id)).status).toBe('expired')
  const waiting = await asked('1045')

  const figures = await approvalFigures(platform, { days: 90 })
  expect(figures.all).toMatchObject({ ended: 3, approved: 1, changed: 0, rejected: 1, expired: 1, undone: 0 })
  expect(figures.all.medianSeconds).toBeCloseTo(330, -2)
  expect(figures).toMatchObject({ actions: 4, asked: 4 })
  expect(figures.byDay.reduce((sum, { ended }) => sum + ended, 0)).toBe(3)
  const rows = async (filter: Partial<Parameters<typeof figureRows>[1]>) =>
    (await figureRows(platform, { days: 90, ...filter }, { limit: 50 })).items.map(({ action }) => action.id).toSorted()
  expect(await rows({})).toEqual([quick.id, slow.id, late.id].toSorted())
  expect(await rows({ ending: 'rejected' })).toEqual([slow.id])
  for (const { name, ended } of figures.byOperation) expect(await rows({ operation: name })).toHaveLength(ended)
  for (const { name, ended } of figures.byRule) expect(await rows({ rule: name })).toHaveLength(ended)
  for (const { name, ended } of figures.byApprover) expect(await rows({ approver: name })).toHaveLength(ended)
  for (const { day, ended } of figures.byDay) expect(await rows({ day })).toHaveLength(ended)
  expect(await rows({})).not.toContain(waiting.id)
  expect((await approvalFigures(platform, { days: 7 })).all).toMatchObject({ ended: 1, expired: 1, medianSeconds: null })
})

test('what was taken back afterwards is counted where it was approved', async () => {
  const ticket = { subject: 'Vase', body: 'broken', requesterEmail: 'lea@acme.test', priority: 'low' }
  const { id } = await house.ask('helpdesk.create_ticket', ticket)
  const row = await house.work(id)
  if (row.status === 'awaiting_approval') {
    await say({ id, digest: row.digest ?? '' }, 'approve')
    await runAction(platform, id, 'test')
  }
  const undo = await undoAction(platform, { actionId: id, caller: member, via: 'api', traceId: newTraceId() })
  const prepared = await house.work(undo.id)
  if (prepared.status === 'awaiting_approval') {
    await say({ id: undo.id, digest: prepared.digest ?? '' }, 'approve')
    await runAction(platform, undo.id, 'test')
  }
  expect((await house.look(undo.id)).status).toBe('succeeded')
  const wasAsked = row.status === 'awaiting_approval'
  expect((await approvalFigures(platform, { days: 7 })).all.undone).toBe(wasAsked ? 1 : 0)
})

test('many at once: one that changed meanwhile, and one that is not theirs to decide, leave the others decided', async () => {
  const cards = [await asked('1046'), await asked('1047'), await asked('1048')]
  await say(cards[1] ?? { id: '', digest: '' }, 'reject', approver2)
  const own = await house.ask('commerce.refund_order', refund('5.00', '1049'), { caller: approver })
  const { digest } = await house.prepare(own.id)
  const decisions = [...cards, { id: own.id, digest: digest ?? '' }].map((card) => ({
    actionId: card.id,
    digest: card.digest,
    verdict: 'approve' as const,
    comment: undefined,
  }))
  const outcomes = await decideMany(platform, { caller: approver, decisions })
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['decided', 'changed', 'decided', 'refused'])
  expect(outcomes[3]?.message).toContain('someone else has to sign')
  const again = await decideMany(platform, { caller: approver, decisions: decisions.slice(0, 1) })
  expect(again).toMatchObject([{ outcome: 'changed' }])
  const everyone = await Promise.all(cards.map(({ id }) => house.look(id)))
  expect(everyone.map(({ status }) => status)).toEqual(['queued', 'rejected', 'queued'])
  expect(everyone.map(({ decisions: said }) => said.length)).toEqual([1, 1, 1])
})

test('two together of which one waits for the other: what waits is decided first, so neither takes the other along', async () => {
  const first = await house.ask('commerce.refund_order', refund('6.00', '1049'))
  const second = await house.ask('commerce.refund_order', refund('7.00', '1049'), { after: [first.id] })
  const cards = [await house.prepare(first.id), await house.prepare(second.id)]
  const decisions = cards.map(({ id, digest }) => ({ actionId: id, digest: digest ?? '', verdict: 'reject' as const, comment: 'no' }))
  const outcomes = await decideMany(platform, { caller: approver, decisions })
  expect(outcomes).toMatchObject(cards.map(({ id }) => ({ id, outcome: 'decided' })))
  expect((await Promise.all(cards.map(({ id }) => house.look(id)))).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

test('a window with more than figures are made of is cut, told as cut, and its numbers still lead to exactly their rows', async () => {
  const card = await asked('1050')
  await say(card, 'reject')
  await platform.pool.query(
    `insert into decision (id, "actionId", digest, "personId", verdict, at)
     select gen_random_uuid(), $1, 'older ' || n, $2, 'reject', $3::timestamptz - interval '10 days' - interval '1 minute' * n
     from generate_series(1, 20000) n`,
    [card.id, approver.personId, platform.clock.now()],
  )
  const [whole, cut] = [await approvalFigures(platform, { days: 7 }), await approvalFigures(platform, { days: 90 })]
  expect(whole.cut).toBe(false)
  expect(cut.cut).toBe(true)
  expect(cut.from.getTime()).toBeGreaterThan(cut.to.getTime() - 30 * 86_400_000)
  expect(cut.byDay[0]?.day).toBe(cut.from.toISOString().slice(0, 10))
  const { items } = await figureRows(platform, { days: 90 }, { limit: 200 })
  expect(items).toHaveLength(cut.all.ended)
  expect(items.every(({ at }) => at >= cut.from)).toBe(true)
})
