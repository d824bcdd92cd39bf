import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser'

/** What a device signed, as it is sent on. */
export interface PasskeyAnswer {
  id: string
  response: { clientDataJSON: string; authenticatorData: string; signature: string }
}

/** The key that a device made, as it is sent on. */
export interface NewPasskey {
  id: string
  response: { clientDataJSON: string; attestationObject: string; transports?: string[] }
}

export type Asked<Made> = { made: Made } | { problem: string }

/** Lets a device sign. `origin`: the one address whose pages may ask. */
export function signWithPasskey({
  options,
  origin,
}: {
  options: PublicKeyCredentialRequestOptionsJSON
  origin: string
}): Promise<Asked<PasskeyAnswer>> {
  return ask(origin, async () => {
    const { id, response } = await startAuthentication({ optionsJSON: options })
    const { clientDataJSON, authenticatorData, signature } = response
    return { id, response: { clientDataJSON, authenticatorData, signature } }
  })
}

/** Lets a device make a key. */
export function makePasskey({
  options,
  origin,
}: {
  options: PublicKeyCredentialCreationOptionsJSON
  origin: string
}): Promise<Asked<NewPasskey>> {
  return ask(origin, async () => {
    const { id, response } = await startRegistration({ optionsJSON: options })
    const { clientDataJSON, attestationObject, transports } = response
    return { id, response: { clientDataJSON, attestationObject, ...(transports === undefined ? {} : { transports }) } }
  })
}

async function ask<Made>(origin: string, work: () => Promise<Made>): Promise<Asked<Made>> {
  if (window.location.origin !== origin) {
    const there = `${origin}${window.location.pathname}${window.location.search}`
    return { problem: `Browsers use passkeys at a name, not at this address. Open ${there} and sign in there. Nothing was sent.` }
  }
  try {
    return { made: await work() }
  } catch (error) {
    return { problem: sentenceOf(error) }
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
    return 'This device holds a passkey of yours already. Nothing was added.'
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'AbortError')
    return 'Your device did not sign: it was put away, took too long, or holds no passkey of yours. Nothing was sent; try again.'
  if (name === 'SecurityError') return 'Your browser does not use passkeys at this address. An admin sets PUBLIC_URL (docs/passkeys.md).'
  return 'Your browser or device could not use a passkey. Nothing was sent. Try another browser, or another device.'
}
