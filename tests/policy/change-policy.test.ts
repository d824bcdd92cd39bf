import { describe, expect, test } from 'vitest'
import { listAuditEvents } from '#lib/audit/index.ts'
import type { Caller } from '#lib/people/index.ts'
import {
  changePolicy,
  currentPolicy,
  currentPolicyView,
  defaultRules,
  ensureDefaultPolicy,
  listPolicyVersions,
  type PolicyChange,
  policyChangeSchema,
} from '#lib/policy/index.ts'
import { type TestPlatform, testPlatform } from '#tests/support/test-platform.ts'

async function setUp(roles: Caller['roles'] = ['admin']): Promise<{ platform: TestPlatform; caller: Caller }> {
  const platform = await testPlatform()
  await ensureDefaultPolicy(platform)
  const personId = platform.ids()
  await platform.db.person.create({ data: { id: personId, email: `${personId}@test.invalid`, name: 'Ada', roles: [...roles] } })
  return {
    platform,
    caller: { personId, name: 'Ada', email: '', roles, teams: [], standsInFor: [], apiKeyId: null, scopes: [], via: 'session' },
  }
}

function change(changes: Partial<Parameters<typeof policyChangeSchema.parse>[0] & object> = {}): PolicyChange {
  const rule = { name: 'all', operations: ['*'], condition: null, verdict: 'deny', reason: 'Closed.' }
  return policyChangeSchema.parse({ rules: [rule], comment: 'Closing.', ...changes })
}

test('several processes that start at once write one default policy', async () => {
  const platform = await testPlatform()
  const second = await testPlatform({ database: platform.database })
  await Promise.all([platform, second, platform, second].map((one) => ensureDefaultPolicy(one)))
  expect(await currentPolicy(platform)).toEqual({ version: 1, rules: defaultRules })
  expect(await listPolicyVersions(platform)).toHaveLength(1)
  expect((await listAuditEvents(platform, { kind: 'policy.changed' })).items).toHaveLength(1)
})

test('a change is a new version, active at once, and on record with its rules', async () => {
  const { platform, caller } = await setUp()
  const view = await changePolicy(platform, { ...change(), caller })
  expect(view).toMatchObject({ version: 2, comment: 'Closing.', changedBy: { id: caller.personId, name: 'Ada' }, tests: [] })
  expect((await currentPolicy(platform)).rules.map(({ name }) => name)).toEqual(['all'])
  expect((await listPolicyVersions(platform)).map(({ version }) => version)).toEqual([2, 1])
  const [event] = (await listAuditEvents(platform, { subject: 'policy:2' })).items
  expect(event).toMatchObject({ actor: { kind: 'person', id: caller.personId }, content: { version: 2, from: 1, comment: 'Closing.' } })
})

test('two changes at once: one wins, the other is told, and no version is overwritten', async () => {
  const { platform, caller } = await setUp()
  const results = await Promise.allSettled(
    ['a', 'b', 'c', 'd'].map((comment) => changePolicy(platform, { ...change({ comment }), caller })),
  )
  const versions = await listPolicyVersions(platform)
  const won = results.filter(({ status }) => status === 'fulfilled')
  expect(versions).toHaveLength(won.length + 1)
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' })
  expect((await listAuditEvents(platform, { kind: 'policy.changed' })).items).toHaveLength(versions.length)
})

describe('nothing changes', () => {
  test.each<Caller['roles'][number]>(['member', 'approver', 'auditor'])('for a caller who is only %s', async (role) => {
    const { platform, caller } = await setUp([role])
    await expect(changePolicy(platform, { ...change(), caller })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await currentPolicy(platform)).version).toBe(1)
  })

  test('when a condition does not compile, and its place is named', async () => {
    const { platform, caller } = await setUp()
    const rules = [
      { name: 'fine', operations: ['*'], condition: null, verdict: 'allow', reason: 'r' },
      { name: 'broken', operations: ['*'], condition: 'effect == "read" &&', verdict: 'deny', reason: 'r' },
    ]
    const refused = changePolicy(platform, { ...change({ rules }), caller })
    await expect(refused).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'rules.1.condition', at: expect.any(Number) }] })
    expect((await currentPolicy(platform)).version).toBe(1)
  })

  test('when the rules fail a test that was given, or one that an earlier version left', async () => {
    const { platform, caller } = await setUp()
    const tests = [{ name: 'payments are closed', facts: { operation: 'billing.pay', effect: 'write' }, expected: { verdict: 'deny' } }]
    await changePolicy(platform, { ...change({ tests }), caller })
    const open = [{ name: 'all', operations: ['*'], condition: null, verdict: 'allow', reason: 'Open.' }]
    const refused = changePolicy(platform, { ...change({ rules: open }), caller })
    await expect(refused).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'tests.0' }] })
    expect(await currentPolicyView(platform)).toMatchObject({ version: 2, tests: [{ name: 'payments are closed' }] })
    expect((await changePolicy(platform, { ...change({ rules: open, tests: [] }), caller })).version).toBe(3)
  })
})

test('a test can say who must agree, in any order', async () => {
  const { platform, caller } = await setUp()
  const facts = { operation: 'billing.pay', effect: 'irreversible', confirmed: false }
  const requirements = [{ role: 'admin', requesterExcluded: false }, { role: 'approver' }]
  const tests = [{ name: 'two roles', facts, expected: { verdict: 'require_approval', requirements } }]
  expect((await changePolicy(platform, { ...change({ rules: defaultRules, tests }), caller })).version).toBe(2)
  const fewer = [{ name: 'one role', facts, expected: { verdict: 'require_approval', requirements: requirements.slice(1) } }]
  const refused = changePolicy(platform, { ...change({ rules: defaultRules, tests: fewer }), caller })
  await expect(refused).rejects.toMatchObject({ errors: [{ path: 'tests.0' }] })
})

test('without any policy nothing is decided', async () => {
  const platform = await testPlatform()
  await expect(currentPolicy(platform)).rejects.toMatchObject({ code: 'internal' })
})
