import { expect, test } from 'vitest'
import {
  callerAgain,
  callerByKey,
  callerBySession,
  createApiKey,
  createPerson,
  deactivatePerson,
  listApiKeys,
  listPeople,
  reactivatePerson,
  revokeApiKey,
  setPassword,
  updatePerson,
} from '#lib/people/index.ts'
import { testPlatform } from '../support/test-platform.ts'

const platform = await testPlatform()
const system = { kind: 'system', id: null } as const
let made = 0
const person = (roles: string[] = ['member'], more: { name?: string; password?: string } = {}) =>
  createPerson(platform, { email: `p${++made}@example.test`, name: `P ${made}`, roles: roles as never, actor: system, ...more })
const versionOf = async (id: string) => (await platform.db.person.findUniqueOrThrow({ where: { id } })).sessionVersion
const auditOf = async (subjectId: string) => {
  const rows = await platform.db.auditEvent.findMany({ where: { subjectId }, orderBy: { id: 'asc' } })
  return rows.map(({ kind }) => kind)
}

await person(['admin'])

test('an e-mail address is one person’s, however it is written', async () => {
  const ada = await createPerson(platform, { email: ' Ada@Example.Test ', name: 'Ada', actor: system })
  expect(ada).toMatchObject({ email: 'ada@example.test', roles: ['member'], hasPassword: false, active: true })
  await expect(createPerson(platform, { email: 'ADA@example.test', name: 'Eve', actor: system })).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('what does not fit is said by field', async () => {
  const refused = createPerson(platform, { email: 'nonsense', name: ' ', password: 'short', actor: system })
  await expect(refused).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'email' }, { path: 'name' }, { path: 'password' }] })
})

test('a session ends with deactivation, and does not come back with the person', async () => {
  const { id } = await person()
  const session = { personId: id, sessionVersion: await versionOf(id) }
  expect(await callerBySession(platform, session)).toMatchObject({ personId: id, roles: ['member'], via: 'session' })
  await deactivatePerson(platform, { personId: id, actor: system })
  expect(await callerBySession(platform, session)).toBeNull()
  await reactivatePerson(platform, { personId: id, actor: system })
  expect(await callerBySession(platform, session)).toBeNull()
  expect(await callerBySession(platform, { personId: id, sessionVersion: await versionOf(id) })).not.toBeNull()
  expect(await auditOf(id)).toEqual(['person.created', 'person.deactivated', 'person.reactivated'])
})

test('a new password ends sessions made with the old one', async () => {
  const { id } = await person(['member'], { password: 'old-password' })
  const session = { personId: id, sessionVersion: await versionOf(id) }
  await setPassword(platform, { personId: id, password: 'new-password', actor: system })
  expect(await callerBySession(platform, session)).toBeNull()
})

test('a changed role counts with the next request', async () => {
  const { id } = await person(['member'])
  const session = { personId: id, sessionVersion: await versionOf(id) }
  await updatePerson(platform, { personId: id, roles: ['approver'], actor: system })
  expect(await callerBySession(platform, session)).toMatchObject({ roles: ['approver'] })
})

test('the last admin can neither be deactivated nor lose the role, not even when two try it on each other at once', async () => {
  const other = await testPlatform()
  const make = (email: string) => createPerson(other, { email, name: email, roles: ['admin'], actor: system })
  const [one, two] = await Promise.all([make('one@example.test'), make('two@example.test')])
  const tried = await Promise.allSettled([
    updatePerson(other, { personId: one.id, roles: ['member'], actor: system }),
    deactivatePerson(other, { personId: two.id, actor: system }),
  ])
  expect(tried.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await other.db.person.count({ where: { active: true, roles: { has: 'admin' } } })).toBe(1)
})

test('a key is shown once, kept as a hash, and opens what its owner may', async () => {
  const owner = await person(['approver'])
  const { key, apiKey } = await createApiKey(platform, { ownerEmail: owner.email, name: 'ci', scopes: ['decide'], actor: system })
  expect(key).toMatch(/^cs_[A-Za-z0-9_-]{43}$/)
  const stored = await platform.db.apiKey.findUniqueOrThrow({ where: { id: apiKey.id } })
  const events = await platform.db.auditEvent.findMany({ where: { subjectId: apiKey.id } })
  expect(JSON.stringify([stored, events])).not.toContain(key.slice(8))
  expect(await callerByKey(platform, key)).toMatchObject({ personId: owner.id, apiKeyId: apiKey.id, scopes: ['decide'], via: 'key' })
  expect(await callerByKey(platform, `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`)).toBeNull()
})

test('a key opens nothing once it is revoked or its owner is deactivated', async () => {
  const owner = await person()
  const first = await createApiKey(platform, { ownerId: owner.id, name: 'one', actor: system })
  const second = await createApiKey(platform, { ownerId: owner.id, name: 'two', actor: system })
  await revokeApiKey(platform, { apiKeyId: first.apiKey.id, actor: system })
  await revokeApiKey(platform, { apiKeyId: first.apiKey.id, actor: system })
  expect(await callerByKey(platform, first.key)).toBeNull()
  expect(await callerAgain(platform, { personId: owner.id, apiKeyId: first.apiKey.id })).toBeNull()
  expect(await auditOf(first.apiKey.id)).toEqual(['key.created', 'key.revoked'])
  expect(await callerByKey(platform, second.key)).not.toBeNull()
  await deactivatePerson(platform, { personId: owner.id, actor: system })
  expect(await callerByKey(platform, second.key)).toBeNull()
  await expect(createApiKey(platform, { ownerId: owner.id, name: 'three', actor: system })).rejects.toMatchObject({ code: 'invalid' })
})

test('a busy key writes its last use once a minute', async () => {
  const owner = await person()
  const { key, apiKey } = await createApiKey(platform, { ownerId: owner.id, name: 'busy', actor: system })
  const lastUsed = async () => {
    await callerByKey(platform, key)
    return (await platform.db.apiKey.findUniqueOrThrow({ where: { id: apiKey.id } })).lastUsedAt?.getTime()
  }
  const first = await lastUsed()
  expect(await lastUsed()).toBe(first)
  platform.clock.advance(61_000)
  expect(await lastUsed()).toBeGreaterThan((first ?? 0) + 60_000)
})

test('lists come in pages without a gap or a repeat', async () => {
  const other = await testPlatform()
  for (const name of ['Cyd', 'Ada', 'Bea', 'Ada', 'Bea']) {
    made += 1
    await createPerson(other, { email: `list${made}@example.test`, name, actor: system })
  }
  const names: string[] = []
  let cursor: string | undefined
  do {
    const page = await listPeople(other, { limit: 2, cursor })
    names.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(names).toEqual(['Ada', 'Ada', 'Bea', 'Bea', 'Cyd'])
  await expect(listPeople(other, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' })
  const [first] = (await listPeople(other, { query: 'cy' })).items
  const keys = ['a', 'b', 'c'].map((name) => createApiKey(other, { ownerId: first?.id ?? '', name, actor: system }))
  await Promise.all(keys)
  const page = await listApiKeys(other, { limit: 2 })
  const rest = await listApiKeys(other, { limit: 2, cursor: page.nextCursor ?? '' })
  expect([...page.items, ...rest.items].map(({ name }) => name).toSorted()).toEqual(['a', 'b', 'c'])
})
