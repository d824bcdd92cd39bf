import { beforeEach, describe, expect, test } from 'vitest'
import { type BudgetChange, dryRunAction, runAction, setBudget, standingBudgets, whyNoTokens } from '#lib/actions/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { openHouse } from '../support/house.ts'

const house = await openHouse()
const { platform, demo, member, member2, admin, auditor } = house
// No day ends in the middle of a test.
const day = 24 * 3_600_000
platform.clock.advance((1.5 * day - (platform.clock.now().getTime() % day)) % day)

const limit = (amount: string, contactId = '501') => ({ contactId, amount: { amount, currency: 'EUR' } })
const set = (change: BudgetChange) => setBudget(platform, { ...change, caller: admin })
const ask = (amount: string, more = {}) => house.ask('crm.set_credit_limit', limit(amount), more)
const used = async () => (await standingBudgets(platform)).map((budget) => Number(budget.used))

beforeEach(async () => {
  await platform.db.action.updateMany({ where: { status: { in: ['requested', 'queued'] } }, data: { status: 'cancelled' } })
  await platform.db.budgetUse.deleteMany()
  await platform.db.budget.deleteMany()
})

async function queued(amount: string, more = {}) {
  const { id } = await ask(amount, more)
  return house.prepare(id)
}

describe('a day’s money', () => {
  test('20 claimed at once and 100.00 left for them at 10.00 each: 10 run, 10 are told what is left and when it starts anew', async () => {
    await set({ scope: 'organisation', measure: 'money', most: 10_000 })
    const rows: Awaited<ReturnType<typeof queued>>[] = []
    for (let each = 0; each < 20; each++) rows.push(await queued('10.00'))
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['queued']))
    await Promise.all(rows.map(({ id }) => runAction(platform, id, 'test')))
    const ended = await Promise.all(rows.map(({ id }) => house.look(id)))
    expect(ended.filter(({ status }) => status === 'succeeded').length).toBe(10)
    const denied = ended.filter(({ status }) => status === 'denied')
    expect(denied.length).toBe(10)
    expect(denied[0]?.error).toMatchObject({
      message: expect.stringMatching(/budget of the organisation \(100\.00 EUR\) has nothing left\. It starts anew on/),
    })
    expect(await demo.journal(denied[0]?.id ?? '')).toEqual([])
    expect(await used()).toEqual([10_000])
  })

  test('what is plainly too much is told when it is asked for', async () => {
    await set({ scope: 'person', subject: member.personId, measure: 'money', most: 1_500 })
    expect(await queued('15.01')).toMatchObject({ status: 'denied', error: { message: expect.stringContaining('15.00 EUR left') } })
    expect((await queued('15.01', { caller: member2 })).status).toBe('queued')
    expect((await queued('13.00')).policy).toMatchObject({ budgetNote: expect.stringContaining('13.00 EUR of the day’s 15.00 EUR') })
  })

  test('raised by an approver after it took its part: it takes the rest too, or is denied', async () => {
    await set({ scope: 'organisation', measure: 'money', most: 2_000 })
    const small = await ask('1.00')
    await house.work(small.id)
    const { actionId: _, ...part } = await platform.db.budgetUse.findFirstOrThrow({ where: { actionId: small.id } })
    const raised = async (amount: string) => {
      const { id } = await queued(amount)
      await platform.db.budgetUse.create({ data: { ...part, actionId: id } })
      await runAction(platform, id, 'test')
      return (await house.look(id)).status
    }
    expect(await raised('15.00')).toBe('succeeded')
    expect(await used()).toEqual([1_600])
    const over = await queued('4.00')
    await platform.db.budgetUse.create({ data: { ...part, actionId: over.id } })
    await platform.db.action.update({ where: { id: over.id }, data: { input: limit('4.50') } })
    await runAction(platform, over.id, 'test')
    expect((await house.look(over.id)).status).toBe('denied')
    expect(await used()).toEqual([1_600])
  })

  test('what ends without an effect gives it back', async () => {
    await set({ scope: 'organisation', measure: 'money', most: 2_000 })
    const { id } = await house.ask('crm.set_credit_limit', limit('20.00', '999999'))
    expect((await house.work(id)).status).toBe('failed')
    expect(await used()).toEqual([0])
    const again = await ask('20.00')
    expect((await house.work(again.id)).status).toBe('succeeded')
    expect(await used()).toEqual([2_000])
  })
})

test('actions of a connection are counted, reads are not, and the next day begins at nothing', async () => {
  await set({ scope: 'connection', subject: 'crm', measure: 'actions', most: 1 })
  const read = await house.ask('crm.find_contact', { email: 'ada@example.test' })
  await house.work(read.id)
  expect(await used()).toEqual([0])
  const first = await ask('5.00')
  expect((await house.work(first.id)).status).toBe('succeeded')
  expect((await queued('5.00')).status).toBe('denied')
  platform.clock.advance(day)
  expect((await queued('5.00')).status).toBe('queued')
})

test('a dry run says what a budget would say', async () => {
  await set({ scope: 'organisation', measure: 'actions', most: 0 })
  const input = { to: 'ada@example.test', subject: 'x', body: 'x' }
  const { policy } = await dryRunAction(platform, { caller: member, via: 'api', operation: 'mail.send', input, traceId: newTraceId() })
  expect(policy).toMatchObject({ verdict: 'deny', rules: expect.arrayContaining([expect.objectContaining({ name: 'budget' })]) })
})

test('tokens of the day are those of the person’s turns', async () => {
  await set({ scope: 'person', subject: member.personId, measure: 'tokens', most: 100 })
  expect(await whyNoTokens(platform, member)).toBeNull()
  const now = platform.clock.now()
  const conversation = await platform.db.conversation.create({ data: { id: platform.ids(), ownerId: member.personId, title: 'x' } })
  const turn = { id: platform.ids(), conversationId: conversation.id, sequence: 1, kind: 'user', status: 'done', via: 'chat', traceId: 'x' }
  await platform.db.turn.create({ data: { ...turn, inputTokens: 90, outputTokens: 10, createdAt: now } })
  expect(await whyNoTokens(platform, member)).toContain('has nothing left')
  expect(await whyNoTokens(platform, member2)).toBeNull()
})

test('an admin sets and ends them, and nobody else', async () => {
  await expect(setBudget(platform, { scope: 'organisation', measure: 'actions', most: 5, caller: auditor })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(set({ scope: 'team', subject: 'nobody', measure: 'actions', most: 5 })).rejects.toMatchObject({
    errors: [{ path: 'subject' }],
  })
  await set({ scope: 'organisation', measure: 'actions', most: 5 })
  await set({ scope: 'organisation', measure: 'actions', most: 7 })
  expect((await standingBudgets(platform)).map(({ most }) => most)).toEqual([7n])
  await set({ scope: 'organisation', measure: 'actions', most: null })
  expect(await standingBudgets(platform)).toEqual([])
  const events = await platform.db.auditEvent.findMany({ where: { subjectKind: 'budget', kind: 'budget.ended' } })
  expect(events.length).toBe(1)
})
