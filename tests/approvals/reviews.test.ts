import { expect, test } from 'vitest'
import { z } from 'zod'
import { answerReview, askReview, countReviews, expireReviews, getReview, listReviews, type ReviewRequest } from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { byKey, openHouse } from '#tests/support/house.ts'

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
    const all = await listReviews(platform, caller, { scope: 'all', limit: 100 })
    const mine = await listReviews(platform, caller, { scope: 'mine', limit: 100 })
    expect(mine.items.map(({ id }) => id)).toEqual(all.items.filter(({ mayAnswer }) => mayAnswer).map(({ id }) => id))
    expect(await countReviews(platform, caller, 'mine')).toBe(mine.items.length)
  }
})

test('a question whose time is over ends, and that is no answer', async () => {
  const { id } = await ask({ dueAt: new Date(platform.clock.now().getTime() + 60_000) })
  expect(await expireReviews(platform)).toBe(0)
  platform.clock.advance(61_000)
  expect(await expireReviews(platform)).toBe(1)
  expect(await getReview(platform, { reviewId: id, caller: member })).toMatchObject({ status: 'expired', answer: null })
  expect(await answerOf(id, approver)).toMatch(/^conflict/)
})
