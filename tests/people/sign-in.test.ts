import { expect, test } from 'vitest'
import {
  createPerson,
  deactivatePerson,
  holdersOfPassword,
  lookAtSignInLink,
  makeFirstAdmin,
  makeFirstAdminLink,
  makeSignInLink,
  signIn,
  signInByLink,
  sweepSignInLimits,
} from '#lib/people/index.ts'
import { testPlatform } from '../support/test-platform.ts'

const platform = await testPlatform()
const system = { kind: 'system', id: null } as const
const password = 'correct horse'
const ada = await createPerson(platform, { email: 'ada@example.test', name: 'Ada', password, actor: system })
const wrong = { code: 'unauthenticated', message: 'That e-mail and password do not fit.' }

test('the password signs in, and the log says so without the password', async () => {
  expect(await signIn(platform, { email: 'ADA@example.test', password, peer: '10.0.0.1' })).toMatchObject({ id: ada.id, sessionVersion: 1 })
  const events = await platform.db.auditEvent.findMany({ where: { subjectId: ada.id } })
  expect(events.map(({ kind }) => kind)).toContain('person.signed_in')
  expect(JSON.stringify(events)).not.toContain(password)
})

test('unknown, wrong, without a password and deactivated are told in the same words', async () => {
  const bea = await createPerson(platform, { email: 'bea@example.test', name: 'Bea', password, actor: system })
  await deactivatePerson(platform, { personId: bea.id, actor: system })
  await createPerson(platform, { email: 'cyd@example.test', name: 'Cyd', actor: system })
  for (const email of ['ada@example.test', 'nobody@example.test', 'cyd@example.test', 'not an address', '\0']) {
    await expect(signIn(platform, { email, password: 'wrong horse', peer: '10.0.0.2' })).rejects.toMatchObject(wrong)
  }
  await expect(signIn(platform, { email: bea.email, password, peer: '10.0.0.2' })).rejects.toMatchObject(wrong)
})

test('the sixth guess in a quarter of an hour is not looked at, however many come at once', async () => {
  const guess = (given: string) => signIn(platform, { email: ada.email, password: given, peer: '10.0.0.3' })
  const tried = await Promise.allSettled(Array.from({ length: 12 }, () => guess('wrong horse')))
  const codes = tried.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'in'))
  expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(5)
  expect(codes.filter((code) => code === 'too_many')).toHaveLength(7)
  await expect(guess(password)).rejects.toMatchObject({ code: 'too_many', retryAfter: expect.any(Number) })
})

test('a lock on one address of the network leaves the person’s own free', async () => {
  await expect(signIn(platform, { email: ada.email, password, peer: '10.0.0.4' })).resolves.toMatchObject({ id: ada.id })
})

test('one address of the network that tries many people is stopped', async () => {
  const limits = { perPair: 5, perPeer: 3, windowSeconds: 60 }
  const guess = (n: number) => signIn(platform, { email: `many${n}@example.test`, password: 'wrong horse', peer: '10.0.0.5' }, limits)
  for (const n of [1, 2, 3]) await expect(guess(n)).rejects.toMatchObject(wrong)
  await expect(guess(4)).rejects.toMatchObject({ code: 'too_many' })
})

test('who signs in often is not locked out by it', async () => {
  for (let n = 0; n < 8; n += 1)
    await signIn(platform, { email: ada.email, password, peer: '10.0.0.6' }, { perPair: 2, perPeer: 2, windowSeconds: 60 })
})

test('counters are swept away after their window', async () => {
  const other = await testPlatform()
  const limits = { perPair: 1, perPeer: 1, windowSeconds: 60 }
  await expect(signIn(other, { email: 'a@example.test', password: 'wrong horse', peer: '10.0.0.7' }, limits)).rejects.toMatchObject(wrong)
  await other.db.$executeRaw`update rate_limit set expire = 1`
  await sweepSignInLimits(other)
  expect(await other.db.$queryRaw`select count(*)::int as left from rate_limit`).toEqual([{ left: 0 }])
})

test('looking at a link, as scanners of mails do, does not use it up; signing in does', async () => {
  const { url, token, expiresAt } = await makeSignInLink(platform, { email: ada.email })
  expect(url).toBe(`http://127.0.0.1:3000/sign-in/link?token=${token}`)
  expect(expiresAt.getTime() - platform.clock.now().getTime()).toBeGreaterThan(14 * 60_000)
  for (let n = 0; n < 3; n += 1) expect(await lookAtSignInLink(platform, token)).toEqual({ purpose: 'sign_in', name: 'Ada' })
  const tried = await Promise.allSettled(Array.from({ length: 4 }, () => signInByLink(platform, { token })))
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await lookAtSignInLink(platform, token)).toBeNull()
})

test('a link lapses, and a link of someone deactivated opens nothing', async () => {
  const late = await makeSignInLink(platform, { email: ada.email, validForMs: 1000 })
  const dora = await createPerson(platform, { email: 'dora@example.test', name: 'Dora', actor: system })
  const hers = await makeSignInLink(platform, { email: dora.email })
  await deactivatePerson(platform, { personId: dora.id, actor: system })
  platform.clock.advance(2000)
  for (const { token } of [late, hers, { token: 'nonsense' }, { token: '\0' }]) {
    expect(await lookAtSignInLink(platform, token)).toBeNull()
    await expect(signInByLink(platform, { token })).rejects.toMatchObject({ code: 'unauthenticated' })
  }
})

test('the first admin is made once: newer links void older ones, and an admin voids all', async () => {
  const other = await testPlatform()
  const old = await makeFirstAdminLink(other)
  const link = await makeFirstAdminLink(other)
  const who = { email: 'boss@example.test', name: 'Boss', password }
  await expect(makeFirstAdmin(other, { token: old?.token ?? '', ...who })).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(signInByLink(other, { token: link?.token ?? '' })).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(makeFirstAdmin(other, { token: link?.token ?? '', ...who, email: 'x' })).rejects.toMatchObject({ code: 'invalid' })
  expect(await makeFirstAdmin(other, { token: link?.token ?? '', ...who })).toMatchObject({ email: who.email })
  await expect(makeFirstAdmin(other, { token: link?.token ?? '', ...who })).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(await makeFirstAdminLink(other)).toBeNull()
  expect(await other.db.person.findMany({ select: { email: true, roles: true } })).toEqual([{ email: who.email, roles: ['admin'] }])
})

test('published passwords are found while they are live', async () => {
  const emails = ['ada@example.test', 'cyd@example.test', 'bea@example.test']
  expect(await holdersOfPassword(platform, { emails, password })).toEqual(['ada@example.test'])
  expect(await holdersOfPassword(platform, { emails, password: 'another one' })).toEqual([])
})
