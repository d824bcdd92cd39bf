import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { AppError } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { Caller } from '../caller.ts'
import { challengeMs, makeChallenge, type Purpose } from './challenges.ts'
import { requireRelyingParty } from './relying-party.ts'

/** What a page hands to the browser so that a device signs. */
export interface PasskeyQuestion {
  options: PublicKeyCredentialRequestOptionsJSON
  /** The address whose pages may ask: a page at another one sends the person there. */
  origin: string
  expiresAt: string
}

/** Asks a passkey of the person to sign for this purpose. Throws `forbidden` for a key and for a person without a passkey. */
export async function askPasskey(platform: Platform, caller: Caller, purpose: Purpose): Promise<PasskeyQuestion> {
  requireSession(caller)
  const { rpId, origin } = requireRelyingParty(platform.env)
  const passkeys = await platform.db.passkey.findMany({ where: { personId: caller.personId, removedAt: null }, take: 100 })
  if (passkeys.length === 0) throw new AppError('forbidden', 'You have no passkey yet. Add one on your account page, then sign.')
  const { challenge, expiresAt } = await makeChallenge(platform, platform.db, caller.personId, purpose)
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  const options = await generateAuthenticationOptions({
    rpID: rpId,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    allowCredentials: passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    userVerification: 'required',
    timeout: challengeMs,
  })
  return { options, origin, expiresAt: expiresAt.toISOString() }
}

/** Throws `forbidden` for an API key: a program holds no passkey, and speaks for a person who did not look. */
export function requireSession({ via }: Caller): void {
  if (via !== 'session')
    throw new AppError('forbidden', 'An API key can’t do this: it takes the person themselves, signed in with a browser.')
}
