import { recordAudit } from '#lib/audit/index.ts'
import { AppError, type DecisionSignature } from '#lib/core/index.ts'
import { type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import { findChallenge, type Purpose, spendChallenge } from './challenges.ts'
import { requireRelyingParty } from './relying-party.ts'
import { type Assertion, clientDataIn } from './responses.ts'

/** A signature that fits, and has not been used yet: `spendAssertion` does that in the transaction of what it allows. */
export interface CheckedAssertion {
  challengeId: string
  passkey: { id: string; name: string; counter: bigint }
  newCounter: bigint
  /** What is kept, so that it can be checked again by anybody. */
  kept: DecisionSignature
}

// Authenticator data (WebAuthn, 6.1): 32 bytes hash of the domain, 1 byte flags, 4 bytes counter.
const counterAt = 33

/**
 * Whether a passkey of this person signed exactly this, at our address, with the person verified by the device. Throws `forbidden`
 * where not, and records a counter that went back: then there are two devices with one key.
 */
export async function checkAssertion(
  platform: Platform,
  { personId, purpose, assertion }: { personId: string; purpose: Purpose; assertion: Assertion },
): Promise<CheckedAssertion> {
  const { rpId, origin } = requireRelyingParty(platform.env)
  const { challenge, crossOrigin } = clientDataIn(assertion)
  // A page inside another site's frame: the person may not have seen whose it was.
  if (crossOrigin === true) throw unfit(undefined)
  const { id: challengeId, nonce } = await findChallenge(platform, { challenge, personId, purpose })
  const passkey = await platform.db.passkey.findFirst({ where: { credentialId: assertion.id, personId, removedAt: null } })
  if (passkey === null) throw new AppError('forbidden', 'The passkey that signed is not one of yours, or was removed. Use another.')
  const newCounter = counterOf(assertion)
  const wentBack = (newCounter > 0n || passkey.counter > 0n) && newCounter <= passkey.counter
  // The library would refuse a counter that went back before it looks at the signature; only a true one is worth a record.
  const counter = wentBack ? 0 : Number(passkey.counter)
  await verify(assertion, { challenge: String(challenge), origin, rpId, publicKey: passkey.publicKey, counter })
  if (wentBack) await refuseCopy(platform, passkey, newCounter)
  return {
    challengeId,
    passkey,
    newCounter,
    kept: {
      credentialId: passkey.credentialId,
      publicKey: Buffer.from(passkey.publicKey).toString('base64url'),
      algorithm: await algorithmOf(passkey.publicKey),
      ...assertion.response,
      nonce,
      rpId,
      origin,
    },
  }
}

/** Uses up the challenge and moves the passkey's counter on. Throws `conflict` when either was used meanwhile. */
export async function spendAssertion(platform: Platform, tx: Tx, { challengeId, passkey, newCounter }: CheckedAssertion): Promise<void> {
  await spendChallenge(platform, tx, challengeId)
  const { count } = await tx.passkey.updateMany({
    where: { id: passkey.id, removedAt: null, counter: passkey.counter },
    data: { counter: newCounter, lastUsedAt: platform.clock.now() },
  })
  if (count !== 1) throw new AppError('conflict', 'This passkey was used or removed in the same moment. Sign again.')
}

/** The COSE algorithm of a public key. */
export async function algorithmOf(publicKey: Uint8Array<ArrayBuffer>): Promise<number> {
  const { cose, decodeCredentialPublicKey } = await import('@simplewebauthn/server/helpers')
  return Number(decodeCredentialPublicKey(publicKey).get(cose.COSEKEYS.alg))
}

function counterOf({ response }: Assertion): bigint {
  const data = Buffer.from(response.authenticatorData, 'base64url')
  return data.length < counterAt + 4 ? 0n : BigInt(data.readUInt32BE(counterAt))
}

async function verify(
  { id, response }: Assertion,
  expected: { challenge: string; origin: string; rpId: string; publicKey: Uint8Array<ArrayBuffer>; counter: number },
): Promise<void> {
  // Loaded when it is needed: most processes never check a passkey.
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  let verified = false
  try {
    const answer = await verifyAuthenticationResponse({
      response: { id, rawId: id, response, type: 'public-key', clientExtensionResults: {} },
      expectedChallenge: expected.challenge,
      expectedOrigin: expected.origin,
      expectedRPID: expected.rpId,
      requireUserVerification: true,
      credential: { id, publicKey: expected.publicKey, counter: expected.counter },
    })
    verified = answer.verified
  } catch (cause) {
    throw unfit(cause)
  }
  if (!verified) throw unfit(undefined)
}

function unfit(cause: unknown): AppError {
  return new AppError(
    'forbidden',
    'The passkey’s signature does not fit: it has to be made on a page of ours, for this very decision, with you verified by the device. Sign again.',
    { cause },
  )
}

async function refuseCopy(platform: Platform, passkey: { id: string; personId: string; name: string; counter: bigint }, seen: bigint) {
  await withTransaction(platform, (tx) =>
    recordAudit(tx, {
      kind: 'passkey.counter_went_back',
      actor: { kind: 'person', id: passkey.personId },
      subject: { kind: 'person', id: passkey.personId },
      content: { passkeyId: passkey.id, name: passkey.name, counter: String(passkey.counter), seen: String(seen) },
    }),
  )
  throw new AppError(
    'forbidden',
    `The passkey “${passkey.name}” counts backwards, so there may be a copy of it. It was not accepted, and this is on record. Use another, and remove it.`,
  )
}
