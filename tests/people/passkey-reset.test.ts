import { expect, test } from 'vitest'
import {
  beginEnrolment,
  type Caller,
  callerBySession,
  cancelPasskeyReset,
  confirmPasskeyReset,
  enrolmentNeeds,
  finishEnrolment,
  listPasskeys,
  openPasskeyResets,
  updatePerson,
} from '#lib/people/index.ts'
import { byKey, person } from '../support/house.ts'
import { passkeyOf, password } from '../support/passkey-of.ts'
import { SoftwareAuthenticator } from '../support/software-authenticator.ts'
import { testPlatform } from '../support/test-platform.ts'

const platform = await testPlatform()
const [ines, ada, zoe] = [
  await person(platform, 'Ines Duarte', ['admin']),
  await person(platform, 'Ada Okafor', ['admin']),
  await person(platform, 'Zoe Adler', ['admin']),
]
const member = await person(platform, 'Max Weber', ['member'])
let people = 0
const someone = async () => {
  const caller = await person(platform, `Loser ${'abcdefghijklmnopqrstuvwxyz'[people++]}`, ['approver'])
  await passkeyOf(platform, caller)
  return caller
}
const confirm = (caller: Caller, { personId }: Caller) => confirmPasskeyReset(platform, { caller, personId })
const passkeys = async ({ personId }: Caller) => (await listPasskeys(platform, personId)).length
const hours = (count: number) => platform.clock.advance(count * 3_600_000)

async function enrolAnew(caller: Caller): Promise<void> {
  const { options } = await beginEnrolment(platform, { caller, proof: { password, peer: null } })
  await finishEnrolment(platform, { caller, name: 'new', registration: new SoftwareAuthenticator().register(options) })
}

test('two admins together: the old passkeys go, sessions end, and the password adds a new one', async () => {
  const caller = await someone()
  const { sessionVersion } = await platform.db.person.findUniqueOrThrow({ where: { id: caller.personId } })
  expect(await confirm(ines, caller)).toEqual({ state: 'needs_another' })
  expect(await passkeys(caller)).toBe(1)
  expect(await confirm(ada, caller)).toEqual({ state: 'reset' })
  expect(await passkeys(caller)).toBe(0)
  expect(await callerBySession(platform, { personId: caller.personId, sessionVersion })).toBeNull()
  await enrolAnew(caller)
  expect(await passkeys(caller)).toBe(1)
  const events = await platform.db.auditEvent.findMany({
    where: { subjectId: caller.personId, kind: { startsWith: 'passkey.' } },
    orderBy: { id: 'asc' },
  })
  expect(events.map(({ kind, actorId }) => [kind, actorId])).toEqual([
    ['passkey.added', caller.personId],
    ['passkey.reset_asked', ines.personId],
    ['passkey.reset', ada.personId],
    ['passkey.added', caller.personId],
  ])
  const told = await platform.db.notification.findMany({ where: { personId: caller.personId }, orderBy: { id: 'asc' } })
  expect(told.map(({ sentence }) => sentence)).toEqual([
    expect.stringContaining('was added'),
    expect.stringContaining('If you did not, stop it'),
    expect.stringContaining('Two admins removed'),
    expect.stringContaining('was added'),
  ])
})

test('one admin alone changes nothing, nor the same admin twice', async () => {
  const caller = await someone()
  await confirm(ines, caller)
  await expect(confirm(ines, caller)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('another admin') })
  expect(await passkeys(caller)).toBe(1)
  await expect(beginEnrolment(platform, { caller, proof: { password, peer: null } })).rejects.toMatchObject({ code: 'forbidden' })
})

test('an admin is never one of the two for themselves', async () => {
  await passkeyOf(platform, zoe)
  await expect(confirm(zoe, zoe)).rejects.toMatchObject({ code: 'forbidden' })
  await confirm(ines, zoe)
  await expect(confirm(zoe, zoe)).rejects.toMatchObject({ code: 'forbidden' })
  expect(await passkeys(zoe)).toBe(1)
})

test('neither a member nor an admin’s key counts', async () => {
  const caller = await someone()
  await expect(confirm(member, caller)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(confirm(byKey(ines), caller)).rejects.toMatchObject({ code: 'forbidden' })
  await confirm(ines, caller)
  await expect(confirm(member, caller)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(confirm(byKey(ada), caller)).rejects.toMatchObject({ code: 'forbidden' })
})

test('what the first admin said lapses with their role: the next one is the first', async () => {
  const [caller, leaving] = [await someone(), await person(platform, 'Leaving Lea', ['admin'])]
  await confirm(leaving, caller)
  await updatePerson(platform, { personId: leaving.personId, roles: ['member'], actor: { kind: 'system', id: null } })
  expect(await confirm(ines, caller)).toEqual({ state: 'needs_another' })
  expect(await passkeys(caller)).toBe(1)
})

test('after a day the second admin comes too late, and begins anew', async () => {
  const caller = await someone()
  await confirm(ines, caller)
  hours(24.1)
  expect(await confirm(ada, caller)).toEqual({ state: 'needs_another' })
  expect(await passkeys(caller)).toBe(1)
})

test('a day after the reset the password is no longer enough', async () => {
  const caller = await someone()
  await confirm(ines, caller)
  await confirm(ada, caller)
  hours(24.1)
  expect(await enrolmentNeeds(platform, platform.db, caller.personId)).toBe('lost')
  await expect(beginEnrolment(platform, { caller, proof: { password, peer: null } })).rejects.toMatchObject({
    message: expect.stringContaining('two admins'),
  })
})

test('a reset is good for one passkey: the next takes that one', async () => {
  const caller = await someone()
  await confirm(ines, caller)
  await confirm(ada, caller)
  await enrolAnew(caller)
  await expect(enrolAnew(caller)).rejects.toMatchObject({ code: 'forbidden' })
})

test('the person stops it, and nobody else but an admin', async () => {
  const caller = await someone()
  await confirm(ines, caller)
  await expect(cancelPasskeyReset(platform, { caller: member, personId: caller.personId })).rejects.toMatchObject({ code: 'forbidden' })
  expect(await openPasskeyResets(platform, [caller.personId])).toMatchObject([{ firstBy: { name: 'Ines Duarte' }, confirmed: false }])
  await cancelPasskeyReset(platform, { caller, personId: caller.personId })
  expect(await confirm(ada, caller)).toEqual({ state: 'needs_another' })
  expect(await passkeys(caller)).toBe(1)
})

test('two admins at the same moment are two: one asks, the other confirms', async () => {
  const caller = await someone()
  const states = await Promise.all([confirm(ines, caller), confirm(ada, caller)])
  expect(states.map(({ state }) => state).sort()).toEqual(['needs_another', 'reset'])
})

test('who never had a passkey needs no reset', async () => {
  await expect(confirm(ines, member)).rejects.toMatchObject({ code: 'conflict' })
})
