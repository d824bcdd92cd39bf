import { expect, test } from 'vitest'
import { shadowOutcomes } from '#lib/actions/index.ts'
import { listAuditEvents } from '#lib/audit/index.ts'
import { dismissSuggestion } from '#lib/policy/index.ts'
import { openHouse, refund } from '../support/house.ts'
import { besides, setRules } from '../support/policy-house.ts'

test('what a recording rule would have said is counted, and listed where it is something else than what was said', async () => {
  const house = await openHouse()
  const recording = { operations: ['commerce.refund_order'], shadow: true }
  await setRules(
    house.platform,
    besides(
      { ...recording, name: 'closed', condition: 'money.minor > 4000', verdict: 'deny' },
      { ...recording, name: 'asks too', verdict: 'require_approval' },
    ),
  )
  const large = await house.prepare((await house.ask('commerce.refund_order', refund('49.90', '1042'))).id)
  await house.prepare((await house.ask('commerce.refund_order', refund('10.00', '1043'))).id)
  expect(large.status).toBe('awaiting_approval')
  const { counts, rows } = await shadowOutcomes(house.platform, { days: 7, limit: 10 })
  expect(counts).toEqual([
    { rule: 'asks too', verdict: 'require_approval', said: 'require_approval', actions: 2 },
    { rule: 'closed', verdict: 'deny', said: 'require_approval', actions: 1 },
  ])
  expect(rows).toMatchObject([{ actionId: large.id, rule: 'closed', verdict: 'deny', said: 'require_approval' }])
  house.platform.clock.advance(8 * 86_400_000)
  expect(await shadowOutcomes(house.platform, { days: 7, limit: 10 })).toMatchObject({ counts: [], rows: [] })
})

test('an action whose verdict was erased, or that has none yet, stands in nobody’s way', async () => {
  const house = await openHouse()
  const { id } = await house.ask('commerce.refund_order', refund('49.90', '1042'))
  await house.ask('commerce.refund_order', refund('49.90', '1043'))
  await house.platform.db.$executeRaw`update action set policy = 'null'::jsonb where id = ${id}::uuid`
  expect(await shadowOutcomes(house.platform, { days: 7, limit: 10 })).toMatchObject({ counts: [], rows: [] })
})

test('two admins who put suggestions away at once lose neither, and it is on record who did', async () => {
  const { platform, admin, member } = await openHouse()
  await Promise.all(['a.b', 'c.d'].map((operation) => dismissSuggestion(platform, { operation, caller: admin })))
  const { value } = await platform.db.setting.findUniqueOrThrow({ where: { key: 'dismissed_suggestions' } })
  expect(Object.keys(value as object).sort()).toEqual(['a.b', 'c.d'])
  const { items } = await listAuditEvents(platform, { kind: 'policy.suggestion_dismissed' })
  expect(items.map(({ actor }) => actor.id)).toEqual([admin.personId, admin.personId])
  await expect(dismissSuggestion(platform, { operation: 'a.b', caller: member })).rejects.toMatchObject({ code: 'forbidden' })
})
