import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { isUniqueViolation, type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import type { Caller } from '../caller.ts'
import { parseWith } from '../parse-with.ts'
import { passwordFits } from '../password.ts'
import { announcePerson } from '../person-view.ts'
import { usualLimits, withinLimits } from '../sign-in-limit.ts'
import { requireSession } from './ask-passkey.ts'
import { challengeMs, findChallenge, makeChallenge, spendChallenge } from './challenges.ts'
import { checkAssertion, spendAssertion } from './check-assertion.ts'
import { requireRelyingParty } from './relying-party.ts'
import { type Assertion, clientDataIn, type Registration } from './responses.ts'
import { tellOwner } from './tell-of-passkeys.ts'

/** More than anybody has devices. */
const mostPasskeys = 20
/** ES256 first, which every device speaks; then Ed25519 and RS256. All three can be checked with WebCrypto. */
const algorithms = [-7, -8, -257]

export const passkeyNameSchema = z.string().trim().min(1, 'a name').max(60, 'at most 60 characters')

/**
 * What a person has to show to add a passkey. `password`: they never had one, or two admins have just reset theirs. `passkey`: one
 * that they have signs for it. `lost`: they had one and have none; only two admins help.
 */
export type EnrolmentNeeds = 'password' | 'passkey' | 'lost'

export async function enrolmentNeeds(platform: Platform, on: Platform['db'] | Tx, personId: string): Promise<EnrolmentNeeds> {
  const [active, ever, reset] = await Promise.all([
    on.passkey.count({ where: { personId, removedAt: null } }),
    on.passkey.count({ where: { personId } }),
    on.passkeyReset.count({ where: openReset(platform, personId) }),
  ])
  if (active > 0) return 'passkey'
  return ever === 0 || reset > 0 ? 'password' : 'lost'
}

/** A reset that two admins confirmed and that nobody has used. */
function openReset(platform: Platform, personId: string) {
  return { personId, secondAt: { not: null }, usedAt: null, cancelledAt: null, expiresAt: { gt: platform.clock.now() } }
}

/** What shows that it is the person who adds a passkey; `peer` is the address of the other end, for counting wrong passwords. */
export type EnrolmentProof = { password: string; peer: string | null } | { assertion: Assertion }

/**
 * The first step of adding a passkey: what the browser hands to a device. Throws `unauthenticated` for a wrong password, `too_many`,
 * and `forbidden` where another proof is needed.
 */
export async function beginEnrolment(
  platform: Platform,
  { caller, proof }: { caller: Caller; proof: EnrolmentProof },
): Promise<{ options: PublicKeyCredentialCreationOptionsJSON; origin: string }> {
  requireSession(caller)
  const { rpId, origin } = requireRelyingParty(platform.env)
  const { personId, email, name } = caller
  const needs = await enrolmentNeeds(platform, platform.db, personId)
  const challenge =
    'assertion' in proof ? await provedByPasskey(platform, personId, proof) : await provedByPassword(platform, caller, needs, proof)
  const known = await platform.db.passkey.findMany({ where: { personId, removedAt: null }, take: mostPasskeys })
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  const options = await generateRegistrationOptions({
    rpName: 'Countersign',
    rpID: rpId,
    userID: new TextEncoder().encode(personId),
    userName: email,
    userDisplayName: name,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
    timeout: challengeMs,
  })
  return { options, origin }
}

async function provedByPasskey(platform: Platform, personId: string, { assertion }: { assertion: Assertion }): Promise<string> {
  const checked = await checkAssertion(platform, { personId, purpose: { purpose: 'add' }, assertion })
  return withTransaction(platform, async (tx) => {
    await spendAssertion(platform, tx, checked)
    return (await makeChallenge(platform, tx, personId, { purpose: 'register' })).challenge
  })
}

async function provedByPassword(
  platform: Platform,
  { personId, email }: Caller,
  needs: EnrolmentNeeds,
  { password, peer }: { password: string; peer: string | null },
): Promise<string> {
  if (needs === 'passkey') throw new AppError('forbidden', 'You have a passkey already: that one has to sign before another is added.')
  if (needs === 'lost') throw lost()
  return withinLimits(platform, { email, peer }, usualLimits, async () => {
    const person = await platform.db.person.findUnique({ where: { id: personId } })
    if (!(await passwordFits(password.slice(0, 256), person?.active ? person.passwordHash : null)))
      throw new AppError('unauthenticated', 'That is not your password.', { errors: [{ path: 'password', message: 'not your password' }] })
    return (await makeChallenge(platform, platform.db, personId, { purpose: 'register_first' })).challenge
  })
}

function lost(): AppError {
  return new AppError('forbidden', 'You had a passkey before, so a password is not enough. Ask two admins to reset your passkeys.')
}

/** The second step: keeps the key that the device made. Throws `forbidden` for one that does not fit, `conflict`, `invalid`. */
export async function finishEnrolment(
  platform: Platform,
  { caller, name: given, registration }: { caller: Caller; name: string; registration: Registration },
): Promise<{ id: string }> {
  requireSession(caller)
  const { personId } = caller
  const { name } = parseWith(z.object({ name: passkeyNameSchema }), { name: given })
  const [first, further] = [{ purpose: 'register_first' }, { purpose: 'register' }] as const
  const { challenge } = clientDataIn(registration)
  const asked = await platform.db.passkeyChallenge.findFirst({
    where: { challenge: String(challenge), personId, purpose: 'register_first' },
  })
  const purpose = asked === null ? further : first
  const { id: challengeId } = await findChallenge(platform, { challenge, personId, purpose })
  const key = await newKeyOf(platform, registration, String(challenge))
  const id = platform.ids()
  try {
    await withTransaction(platform, async (tx) => {
      await tx.$queryRaw`select 1 from person where id = ${personId}::uuid for no key update`
      await spendChallenge(platform, tx, challengeId)
      await requireRoom(platform, tx, personId, purpose.purpose)
      await tx.passkey.create({ data: { id, personId, name, createdAt: platform.clock.now(), ...key } })
      await tx.passkeyReset.updateMany({ where: openReset(platform, personId), data: { usedAt: platform.clock.now() } })
      await recordAudit(tx, {
        kind: 'passkey.added',
        actor: { kind: 'person', id: personId },
        subject: { kind: 'person', id: personId },
        content: {
          passkeyId: id,
          name,
          credentialId: key.credentialId,
          publicKey: Buffer.from(key.publicKey).toString('base64url'),
          by: purpose.purpose === 'register' ? 'passkey' : 'password',
        },
      })
      await tellOwner(platform, tx, {
        personId,
        key: id,
        sentence: `The passkey “${name}” was added to your account. Was it not you? Tell an admin.`,
      })
      await announcePerson(platform, tx, personId)
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('conflict', 'This passkey is known here already.')
  }
  return { id }
}

/** What was proved before must still be enough: meanwhile there may be a first passkey, or the last may be gone. */
async function requireRoom(platform: Platform, tx: Tx, personId: string, purpose: 'register' | 'register_first'): Promise<void> {
  const needs = await enrolmentNeeds(platform, tx, personId)
  if (needs === 'lost') throw lost()
  if ((purpose === 'register') !== (needs === 'passkey'))
    throw new AppError('conflict', 'Your passkeys have changed meanwhile. Begin again; nothing was added.')
  if ((await tx.passkey.count({ where: { personId, removedAt: null } })) >= mostPasskeys)
    throw new AppError('conflict', `You have ${mostPasskeys} passkeys. Remove one that you no longer use first.`)
}

async function newKeyOf(platform: Platform, { id, response }: Registration, challenge: string) {
  const { rpId, origin } = requireRelyingParty(platform.env)
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject },
      },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    })
    if (!verified || registrationInfo === undefined) throw new TypeError('not verified')
    const { credential } = registrationInfo
    return {
      credentialId: credential.id,
      publicKey: new Uint8Array(credential.publicKey),
      counter: BigInt(credential.counter),
      transports: response.transports ?? [],
    }
  } catch (cause) {
    throw new AppError('forbidden', 'This device’s answer does not fit what was asked. Nothing was added; begin again.', { cause })
  }
}
