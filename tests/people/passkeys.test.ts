import { expect, test } from 'vitest'
import {
  askPasskey,
  beginEnrolment,
  type Caller,
  enrolmentNeeds,
  finishEnrolment,
  listPasskeys,
  removePasskey,
  renamePasskey,
  setPassword,
  sweepPasskeyChallenges,
} from '#lib/people/index.ts'
import { byKey, person } from '../support/house.ts'
import { passkeyOf, password } from '../support/passkey-of.ts'
import { type Forgery, SoftwareAuthenticator } from '../support/software-authenticator.ts'
import { testPlatform } from '../support/test-platform.ts'

const platform = await testPlatform()
let people = 0
const someone = () => person(platform, `Person ${'abcdefghijklmnopqrstuvwxyz'[people++]}`, ['approver'])
const auditOf = async ({ personId }: Caller) =>
  (await platform.db.auditEvent.findMany({ where: { subjectId: personId, kind: { startsWith: 'passkey.' } }, orderBy: { id: 'asc' } })).map(
    ({ kind }) => kind,
  )
const needs = ({ personId }: Caller) => enrolmentNeeds(platform, platform.db, personId)

/** Adds another passkey, signed for by one that is there. */
async function addAnother(caller: Caller, device: SoftwareAuthenticator, name = 'Another'): Promise<SoftwareAuthenticator> {
  const question = await askPasskey(platform, caller, { purpose: 'add' })
  const { options } = await beginEnrolment(platform, { caller, proof: { assertion: device.sign(question.options) } })
  const fresh = new SoftwareAuthenticator()
  await finishEnrolment(platform, { caller, name, registration: fresh.register(options) })
  return fresh
}

test('the first passkey takes the password, another one a passkey; both are listed and on record', async () => {
  const caller = await someone()
  expect(await needs(caller)).toBe('password')
  const device = await passkeyOf(platform, caller)
  expect(await needs(caller)).toBe('passkey')
  await addAnother(caller, device, 'The key on my ring')
  expect(await listPasskeys(platform, caller.personId)).toMatchObject([
    { name: `The device of ${caller.name}`, fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) },
    { name: 'The key on my ring', lastUsedAt: null },
  ])
  expect(await auditOf(caller)).toEqual(['passkey.added', 'passkey.added'])
})

test('a wrong password adds nothing, and guesses are counted', async () => {
  const caller = await someone()
  const guess = () => beginEnrolment(platform, { caller, proof: { password: 'a guess', peer: '203.0.113.9' } })
  for (let guesses = 0; guesses < 5; guesses++) await expect(guess()).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(guess()).rejects.toMatchObject({ code: 'too_many' })
})

test('with the password alone nobody adds a second passkey beside mine', async () => {
  const caller = await someone()
  await passkeyOf(platform, caller)
  await expect(beginEnrolment(platform, { caller, proof: { password, peer: null } })).rejects.toMatchObject({ code: 'forbidden' })
})

test('of two who add the first passkey at once, one does: the other would need that one', async () => {
  const caller = await someone()
  const early = await begunBy(caller)
  const { options } = await beginEnrolment(platform, { caller, proof: { password, peer: null } })
  await finishEnrolment(platform, { caller, name: 'mine', registration: new SoftwareAuthenticator().register(options) })
  await expect(
    finishEnrolment(platform, { caller, name: 'theirs', registration: new SoftwareAuthenticator().register(early) }),
  ).rejects.toMatchObject({ code: 'conflict' })
  expect(await listPasskeys(platform, caller.personId)).toHaveLength(1)
})

/** What their password began. */
async function begunBy(caller: Caller) {
  await setPassword(platform, { personId: caller.personId, password, actor: { kind: 'system', id: null } })
  return (await beginEnrolment(platform, { caller, proof: { password, peer: null } })).options
}

test.each<[string, Forgery]>([
  ['another site', { origin: 'https://evil.example' }],
  ['another domain', { rpId: 'evil.example' }],
  ['a device that did not verify the person', { verified: false }],
  ['an answer to something else', { type: 'webauthn.get' }],
  ['a challenge that nobody gave', { challenge: 'AAAA' }],
])('a new key from %s is not kept', async (_what, forgery) => {
  const caller = await someone()
  const options = await begunBy(caller)
  const registration = new SoftwareAuthenticator().register(options, forgery)
  await expect(finishEnrolment(platform, { caller, name: 'x', registration })).rejects.toMatchObject({ code: 'forbidden' })
  expect(await listPasskeys(platform, caller.personId)).toEqual([])
})

test('an enrolment is for the person who began it, once, and for five minutes', async () => {
  const [caller, other] = [await someone(), await someone()]
  const options = await begunBy(caller)
  const device = new SoftwareAuthenticator()
  const finish = (who: Caller) => finishEnrolment(platform, { caller: who, name: 'x', registration: device.register(options) })
  await expect(finish(other)).rejects.toMatchObject({ code: 'forbidden' })
  await finish(caller)
  await expect(finish(caller)).rejects.toMatchObject({ code: 'forbidden' })
  const late = await someone()
  const lateOptions = await begunBy(late)
  platform.clock.advance(5 * 60_000 + 1)
  await expect(finishEnrolment(platform, { caller: late, name: 'x', registration: device.register(lateOptions) })).rejects.toMatchObject({
    message: expect.stringContaining('too late'),
  })
})

test('an API key neither adds, nor renames, nor removes', async () => {
  const caller = await someone()
  await passkeyOf(platform, caller)
  const key = byKey(caller, ['decide'])
  const refused = { code: 'forbidden', message: expect.stringContaining('API key can’t') }
  await expect(beginEnrolment(platform, { caller: key, proof: { password, peer: null } })).rejects.toMatchObject(refused)
  await expect(askPasskey(platform, key, { purpose: 'add' })).rejects.toMatchObject(refused)
  const [passkey] = await listPasskeys(platform, caller.personId)
  await expect(renamePasskey(platform, { caller: key, id: passkey?.id ?? '', name: 'x' })).rejects.toMatchObject(refused)
})

test('a passkey is renamed by its owner alone', async () => {
  const [caller, other] = [await someone(), await someone()]
  await passkeyOf(platform, caller)
  const [passkey] = await listPasskeys(platform, caller.personId)
  const id = passkey?.id ?? ''
  await expect(renamePasskey(platform, { caller: other, id, name: 'stolen' })).rejects.toMatchObject({ code: 'not_found' })
  await renamePasskey(platform, { caller, id, name: ' My laptop ' })
  expect(await listPasskeys(platform, caller.personId)).toMatchObject([{ name: 'My laptop' }])
})

test('a lost device is removed with the other one; the last stays, and a signature removes only what it names', async () => {
  const caller = await someone()
  const lost = await passkeyOf(platform, caller)
  const kept = await addAnother(caller, lost)
  const [first, second] = (await listPasskeys(platform, caller.personId)).map(({ id }) => id) as [string, string]
  const signFor = async (id: string) => kept.sign((await askPasskey(platform, caller, { purpose: 'remove', passkeyId: id })).options)
  const forFirst = await signFor(first)
  await expect(removePasskey(platform, { caller, id: second, assertion: forFirst })).rejects.toMatchObject({ code: 'forbidden' })
  await removePasskey(platform, { caller, id: first, assertion: forFirst })
  await expect(removePasskey(platform, { caller, id: second, assertion: await signFor(second) })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('only passkey'),
  })
  expect((await listPasskeys(platform, caller.personId)).map(({ id }) => id)).toEqual([second])
  expect(await auditOf(caller)).toEqual(['passkey.added', 'passkey.added', 'passkey.removed'])
})

test('two removals at once leave one passkey', async () => {
  const caller = await someone()
  const a = await passkeyOf(platform, caller)
  const b = await addAnother(caller, a)
  const [first, second] = (await listPasskeys(platform, caller.personId)).map(({ id }) => id) as [string, string]
  const signFor = async (device: SoftwareAuthenticator, id: string) =>
    device.sign((await askPasskey(platform, caller, { purpose: 'remove', passkeyId: id })).options)
  const assertions = [await signFor(a, second), await signFor(b, first)] as const
  const done = await Promise.allSettled([
    removePasskey(platform, { caller, id: second, assertion: assertions[0] }),
    removePasskey(platform, { caller, id: first, assertion: assertions[1] }),
  ])
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await listPasskeys(platform, caller.personId)).toHaveLength(1)
})

test('challenges whose time is over are cleared away, after a day', async () => {
  await begunBy(await someone())
  platform.clock.advance(2 * 86_400_000)
  await sweepPasskeyChallenges(platform)
  expect(await platform.db.passkeyChallenge.count()).toBe(0)
})

test('at an address that browsers refuse, nothing is begun', async () => {
  const elsewhere = await testPlatform({ database: platform.database, variables: { PUBLIC_URL: 'http://192.168.1.20:3000' } })
  const caller = await someone()
  await expect(beginEnrolment(elsewhere, { caller, proof: { password, peer: null } })).rejects.toMatchObject({ code: 'unavailable' })
})
