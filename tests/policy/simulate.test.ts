import { describe, expect, test } from 'vitest'
import { defaultRules, simulatePolicy, suggestRules } from '#lib/policy/index.ts'
import { type House, openHouse, refund } from '../support/house.ts'
import { besides } from '../support/policy-house.ts'

const draft = (...rules: Parameters<typeof besides>) => besides(...rules) as typeof defaultRules as never

async function withActions(): Promise<{ house: House; refundId: string; noteId: string }> {
  const house = await openHouse()
  const refunded = await house.prepare((await house.ask('commerce.refund_order', refund('49.90', '1042'))).id)
  const { id } = await house.ask('crm.create_note', { contactId: '501', text: 'called back' })
  return { house, refundId: refunded.id, noteId: (await house.prepare(id)).id }
}

describe('a draft is tried on what really happened', () => {
  test('what would change is listed with its action, and the counts are complete', async () => {
    const { house, refundId, noteId } = await withActions()
    const { admin: caller, platform } = house
    const closed = draft({ name: 'no refunds', operations: ['commerce.refund_order'], condition: 'money.minor > 4000', verdict: 'deny' })
    const found = await simulatePolicy(platform, { rules: closed, sample: 100, caller })
    expect(found).toMatchObject({ sampled: 2, changed: 1, notes: [] })
    expect(found.changes).toMatchObject([{ actionId: refundId, from: 'require_approval', to: 'deny', operation: 'commerce.refund_order' }])
    expect(found.counts).toEqual(
      expect.arrayContaining([
        { from: 'allow', to: 'allow', actions: 1 },
        { from: 'require_approval', to: 'deny', actions: 1 },
      ]),
    )
    const latest = await simulatePolicy(platform, { rules: closed, sample: 1, caller })
    expect(latest).toMatchObject({ sampled: 1, changed: 0 })
    expect(latest.changes.map(({ actionId }) => actionId)).not.toContain(noteId)
  })

  test('the same rules change nothing, and nothing is written', async () => {
    const { house } = await withActions()
    const before = await house.platform.db.action.findMany({ orderBy: { id: 'asc' } })
    expect(await simulatePolicy(house.platform, { rules: [...defaultRules], sample: 10_000, caller: house.admin })).toMatchObject({
      changed: 0,
      changes: [],
    })
    expect(await house.platform.db.action.findMany({ orderBy: { id: 'asc' } })).toEqual(before)
  })

  test('counts are those of that moment, not of today', async () => {
    const house = await openHouse()
    for (const order of ['1042', '1043', '1044']) await house.prepare((await house.ask('commerce.refund_order', refund('10.00', order))).id)
    const rules = draft({
      name: 'two a day',
      operations: ['commerce.refund_order'],
      condition: `count('commerce.refund_order', '24h', requester) >= 2`,
      verdict: 'deny',
    })
    expect(await simulatePolicy(house.platform, { rules, sample: 10, caller: house.admin })).toMatchObject({ sampled: 3, changed: 1 })
  })

  test('what was erased is left out and said, what is older than a fact is made again', async () => {
    const { house, refundId, noteId } = await withActions()
    await house.platform.db.$executeRaw`update action set policy = policy - 'facts' where id = ${noteId}::uuid`
    await house.platform.db.$executeRaw`update action set policy = policy #- '{facts,newRecipient}' where id = ${refundId}::uuid`
    const found = await simulatePolicy(house.platform, { rules: [...defaultRules], sample: 10, caller: house.admin })
    expect(found).toMatchObject({ sampled: 1, changed: 0 })
    expect(found.notes).toEqual([expect.stringMatching(/^1 could not be tried again/), expect.stringMatching(/^1 are older/)])
  })

  test('a condition that does not compile is refused with its character; a member may not try', async () => {
    const { house } = await withActions()
    const rules = draft({ name: 'broken', condition: 'effect ==' })
    await expect(simulatePolicy(house.platform, { rules, sample: 1, caller: house.admin })).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path: 'rules.0.condition', at: expect.any(Number) }],
    })
    await expect(simulatePolicy(house.platform, { rules: [], sample: 1, caller: house.member })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

test('forty refunds approved as they were: the admin is offered a rule, and the draft with it changes just those', async () => {
  const house = await openHouse()
  const row = await house.prepare((await house.ask('commerce.refund_order', refund('29.00', '1042'))).id)
  const kept = { operation: row.operation, connectionId: row.connectionId, effect: row.effect, proposed: {}, rules: ['irreversible'] }
  const who = { decidedById: house.approver.personId, requestedById: house.member.personId }
  await house.platform.db.labelledExample.createMany({
    data: Array.from({ length: 40 }, (_, index) => ({
      ...kept,
      ...who,
      id: house.platform.ids(),
      actionId: row.id,
      decisionId: house.platform.ids(),
      label: 'approved',
      moneyMinor: 3_000n,
      at: new Date(house.platform.clock.now().getTime() - index * 60_000),
    })),
  })
  const [suggestion, ...others] = await suggestRules(house.platform, { caller: house.admin })
  expect(others).toEqual([])
  expect(suggestion).toMatchObject({
    operation: 'commerce.refund_order',
    atMost: 3_000,
    sentence: 'The last 40 were approved unchanged, by one person.',
  })
  const found = await simulatePolicy(house.platform, { rules: suggestion?.rules ?? [], sample: 10, caller: house.admin })
  expect(found.changes).toMatchObject([{ actionId: row.id, from: 'require_approval', to: 'allow' }])
  await expect(suggestRules(house.platform, { caller: house.approver })).rejects.toMatchObject({ code: 'forbidden' })
})
