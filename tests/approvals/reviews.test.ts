import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  answerReview,
  askReview,
  countApprovals,
  expireReviews,
  getReview,
  type InboxFilter,
  type InboxPlace,
  listApprovals,
  type ReviewRequest,
} from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { type Caller, savePreferences } from '#lib/people/index.ts'
import { byKey, openHouse, refund } from '#tests/support/house.ts'

const house = await openHouse()
const { platform, member, member2, approver, approver2, admin, auditor } = house
const everyone = [member, member2, approver, approver2, admin, auditor, byKey(approver), byKey(approver, ['decide'])]
const schema = z.object({ order: z.string().min(1), urgent: z.boolean() })

let asked = 0
async function ask(more: Partial<ReviewRequest> = {}) {
  asked += 1
  return askReview(platform, {
    key: `run-1/step-${asked}`,
    title: 'Which order is meant?',
    question: 'The mail names none.',
    schema,
    context: [{ label: 'Mail', value: '<b>Hello</b>' }],
    role: 'approver',
    ownerId: member.personId,
    ...more,
  })
}

async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? `${error.code}: ${error.message}` : Promise.reject(error)),
  )
}

const answerOf = (reviewId: string, caller: Caller, answer: unknown = { order: '1042', urgent: false }) =>
  outcome(answerReview(platform, { reviewId, caller, answer }))

test('a step that runs again asks once: the same key finds the same question, also of two at one moment', async () => {
  const again = { key: 'run-2/step-1' }
  const rows = await Promise.all(Array.from({ length: 10 }, () => ask(again)))
  expect(new Set(rows.map(({ id }) => id)).size).toBe(1)
  expect(await platform.db.auditEvent.count({ where: { subjectId: rows[0]?.id ?? '', kind: 'review.asked' } })).toBe(1)
})

test('two answers at one moment: one counts, the others are told', async () => {
  const { id } = await ask()
  const said = await Promise.all(Array.from({ length: 20 }, (_, index) => answerOf(id, index % 2 === 0 ? approver : approver2)))
  expect(said.filter((one) => one === 'done')).toHaveLength(1)
  expect(said.filter((one) => one.startsWith('conflict'))).toHaveLength(19)
  expect(await getReview(platform, { reviewId: id, caller: member })).toMatchObject({
    status: 'answered',
    answer: { order: '1042', urgent: false },
    mayAnswer: false,
  })
  expect(await platform.db.auditEvent.count({ where: { subjectId: id, kind: 'review.answered' } })).toBe(1)
})

test('an answer that does not fit its form is refused field by field, and nothing is kept', async () => {
  const { id } = await ask()
  const refused = answerReview(platform, { reviewId: id, caller: approver, answer: { order: 7, other: 1 } })
  await expect(refused).rejects.toMatchObject({
    code: 'invalid',
    errors: expect.arrayContaining([expect.objectContaining({ path: 'answer.order' })]),
  })
  expect((await getReview(platform, { reviewId: id, caller: admin })).status).toBe('waiting')
  await expect(ask({ schema: { type: 'nonsense' } })).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'schema' }] })
})

test('the one whose run asks does not answer it, nor does a stranger, an auditor or a key without the scope', async () => {
  const { id } = await ask({ ownerId: approver.personId })
  expect(await answerOf(id, approver)).toMatch(/^forbidden: Your run asks/)
  expect(await answerOf(id, member)).toMatch(/^not_found/)
  expect(await answerOf(id, auditor)).toMatch(/^forbidden/)
  expect(await answerOf(id, byKey(approver2))).toMatch(/^forbidden/)
  const standIn = { ...approver2, standsInFor: [{ personId: approver.personId, name: 'Bea', roles: approver.roles, teams: [] }] }
  expect(await answerOf(id, standIn)).toMatch(/^forbidden: You stand in/)
  const finance = await ask({ team: 'finance' })
  expect(await answerOf(finance.id, approver)).toMatch(/^forbidden: It asks for the role approver of finance/)
  expect(await answerOf(finance.id, { ...approver, teams: ['finance'] })).toBe('done')
  expect(await answerOf(id, byKey(approver2, ['decide']))).toBe('done')
})

test('what is listed as mine is exactly what I may answer, for every kind of person', async () => {
  await ask({ role: 'member' })
  await ask({ role: 'admin', team: 'finance' })
  for (const caller of [...everyone, { ...admin, teams: ['finance'] }]) {
    const all = await listApprovals(platform, caller, { filter: { scope: 'all', kind: 'review' }, limit: 100 })
    const mine = await listApprovals(platform, caller, { filter: { scope: 'mine', kind: 'review' }, limit: 100 })
    expect(mine.items.map(({ id }) => id)).toEqual(all.items.filter(({ mayDecide }) => mayDecide).map(({ id }) => id))
    expect(await countApprovals(platform, caller, { scope: 'mine', kind: 'review' })).toBe(mine.items.length)
    const open = await platform.db.review.findMany({ where: { status: 'waiting' } })
    const seen = await Promise.all(open.map(({ id }) => outcome(getReview(platform, { reviewId: id, caller }))))
    expect(all.items).toHaveLength(seen.filter((one) => one === 'done').length)
  }
})

async function walk(filter: InboxFilter, sort: 'due' | 'risk', limit: number) {
  const seen: string[] = []
  let after: InboxPlace | undefined
  do {
    const { items, next } = await listApprovals(platform, admin, { filter, sort, limit, after })
    seen.push(...items.map(({ id }) => id))
    after = next ?? undefined
  } while (after !== undefined)
  return seen
}

test('questions stand among the cards in one order, page by page without a gap or a repeat, also where all are due at one moment', async () => {
  const dueAt = new Date(platform.clock.now().getTime() + 3_600_000)
  const ids: string[] = []
  for (let n = 0; n < 4; n++) {
    const { id } = await house.ask('commerce.refund_order', refund('10.00', `105${n}`))
    await house.prepare(id)
    await platform.db.action.update({ where: { id }, data: { dueAt: n < 3 ? dueAt : null, risk: (n % 2) * 50, waitingSince: dueAt } })
    const review = await ask(n < 3 ? { dueAt } : {})
    await platform.db.review.update({ where: { id: review.id }, data: { createdAt: dueAt } })
    ids.push(id, review.id)
  }
  for (const sort of ['due', 'risk'] as const) {
    const { items } = await listApprovals(platform, admin, { filter: { scope: 'all' }, sort, limit: 200 })
    const whole = items.map(({ id }) => id)
    expect(new Set(whole).size).toBe(whole.length)
    expect(whole).toEqual(expect.arrayContaining(ids))
    for (const limit of [1, 2, 3, 7]) expect(await walk({ scope: 'all' }, sort, limit)).toEqual(whole)
    if (sort === 'due') {
      const dues = items.map((item) => item.dueAt?.getTime() ?? 0)
      expect(dues).toEqual(dues.toSorted((a, b) => a - b))
    }
  }
  const questions = await platform.db.review.count({ where: { status: 'waiting' } })
  const cards = await platform.db.action.count({ where: { status: 'awaiting_approval' } })
  expect(await countApprovals(platform, admin, { scope: 'all' })).toBe(questions + cards)
  expect(await walk({ scope: 'all', kind: 'action' }, 'due', 50)).toHaveLength(cards)
  expect(await walk({ scope: 'all', kind: 'review' }, 'due', 2)).toHaveLength(questions)
})

test('filters of the inbox leave the questions that fit them; those that speak of actions leave none', async () => {
  const soon = (minutes: number) => new Date(platform.clock.now().getTime() + minutes * 60_000)
  const { id } = await ask({ title: 'Which warehouse is meant?', ownerId: member2.personId, dueAt: soon(30) })
  const list = async (more: Partial<InboxFilter>) =>
    (await listApprovals(platform, admin, { filter: { scope: 'all', kind: 'review', ...more }, limit: 200 })).items.map((one) => one.id)
  expect(await list({ query: 'WAREHOUSE' })).toEqual([id])
  expect(await list({ requestedBy: member2.personId })).toEqual([id])
  expect(await list({ dueBefore: soon(31) })).toEqual([id])
  for (const more of [{ operation: 'mail.send' }, { connection: 'mail' }, { rule: 'x' }, { risk: 0 }, { tainted: false }])
    expect(await list(more)).toEqual([])
})

test('a question that opens tells those who may answer it, once, and not the one whose run asks', async () => {
  for (const caller of [approver, approver2, member])
    await savePreferences(platform, { caller, given: { mail: 'off', quiet: null, browser: true } })
  const { id } = await ask({ ownerId: approver2.personId, key: 'told/1' })
  await ask({ ownerId: approver2.personId, key: 'told/1' })
  const told = await platform.db.notification.findMany({ where: { reviewId: id } })
  expect(told.map(({ personId, kind }) => ({ personId, kind }))).toEqual([{ personId: approver.personId, kind: 'asked' }])
})

test('a question whose time is over ends, and that is no answer', async () => {
  const { id } = await ask({ dueAt: new Date(platform.clock.now().getTime() + 60_000) })
  expect(await expireReviews(platform)).toBe(0)
  platform.clock.advance(61_000)
  expect(await expireReviews(platform)).toBe(1)
  expect(await getReview(platform, { reviewId: id, caller: member })).toMatchObject({ status: 'expired', answer: null })
  expect(await answerOf(id, approver)).toMatch(/^conflict/)
})
