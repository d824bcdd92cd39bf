import canonicalize from 'canonicalize'
import { type DecisionSignature, decisionStatement } from '#lib/core/decision-signature.ts'
import type { Receipt, ReceiptEvent } from '#lib/core/receipt.ts'
import { member } from '#lib/core/receipt-statement.ts'
import { fromBase64Url, joined, sha256, textBytes, toBase64Url, toHex } from './bytes.ts'
import { type Finding, fails, fits, open } from './check.ts'
import { rawSignature, readCoseKey, type VerifyingKey } from './cose-key.ts'

type Decision = Receipt['decisions'][number]

/** Whether there is anything about passkeys in a receipt: a signature, or a requirement that asked for one. */
export function hasPasskeys({ decisions, events }: Receipt): boolean {
  const asked = (requirements: unknown) => Array.isArray(requirements) && requirements.some((one) => one?.stepUp === true)
  const tells = (event: ReceiptEvent) => member(event, 'signature') !== undefined || asked(member(event, 'requirements'))
  const signed = Array.isArray(decisions) && decisions.some((decision) => (decision?.signature ?? null) !== null)
  return signed || (Array.isArray(events) && events.some((event) => event !== null && tells(event)))
}

/** Whether each signed decision was signed by the passkey that is shown: this verdict, on this digest, by this person (WebAuthn, 7.2). */
export async function checkPasskeys({ decisions }: Receipt): Promise<Finding> {
  const signed = decisions.flatMap((decision) => ((decision.signature ?? null) === null ? [] : [decision]))
  if (signed.length === 0) return fits('No decision here carries a passkey’s signature.')
  const said: string[] = []
  for (const decision of signed) {
    const signature = decision.signature as DecisionSignature
    const wrong = (await wrongChallenge(decision, signature)) ?? (await wrongDevice(signature))
    if (wrong !== null) return fails(`${decision.person.name}’s signature does not fit: ${wrong}`)
    const key = readCoseKey(fromBase64Url(signature.publicKey))
    const imported = await importKey(key)
    if (imported === null) return open('Not checked in this browser: it does not know this kind of key.')
    if (!(await isSigned(signature, key, imported)))
      return fails(`${decision.person.name}’s signature was not made with the passkey that is shown.`)
    const fingerprint = toHex(await sha256(fromBase64Url(signature.publicKey))).slice(0, 16)
    said.push(`${decision.person.name}’s passkey ${fingerprint} signed exactly this digest and “${decision.verdict}”.`)
  }
  return fits(said.join(' '))
}

async function wrongChallenge({ digest, verdict, person }: Decision, { nonce, clientDataJSON, origin, rpId }: DecisionSignature) {
  const statement = canonicalize(decisionStatement({ nonce, digest, verdict, approver: person.id })) ?? ''
  const challenge = toBase64Url(await sha256(textBytes(statement)))
  const said = JSON.parse(new TextDecoder().decode(fromBase64Url(clientDataJSON))) as Record<string, unknown>
  if (said.challenge !== challenge) return 'it is of another digest, verdict or person.'
  if (said.type !== 'webauthn.get' || said.crossOrigin === true) return 'it was made for something else than a decision.'
  const { hostname } = new URL(origin)
  if (said.origin !== origin || !(hostname === rpId || hostname.endsWith(`.${rpId}`))) return 'it was made on another site.'
  return null
}

// Authenticator data (WebAuthn, 6.1): 32 bytes hash of the domain, then the flags. Bit 0: present; bit 2: verified.
async function wrongDevice({ authenticatorData, rpId }: DecisionSignature): Promise<string | null> {
  const data = fromBase64Url(authenticatorData)
  if (toHex(data.subarray(0, 32)) !== toHex(await sha256(textBytes(rpId)))) return 'the passkey belongs to another site.'
  return ((data[32] ?? 0) & 0b101) === 0b101 ? null : 'the device did not verify the person.'
}

async function importKey({ jwk, algorithm }: VerifyingKey): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])
  } catch {
    return null
  }
}

async function isSigned(
  { authenticatorData, clientDataJSON, signature }: DecisionSignature,
  { algorithm, der }: VerifyingKey,
  key: CryptoKey,
): Promise<boolean> {
  const bytes = fromBase64Url(signature)
  const signed = joined(fromBase64Url(authenticatorData), await sha256(fromBase64Url(clientDataJSON)))
  return crypto.subtle.verify(algorithm, key, der ? rawSignature(bytes) : bytes, signed)
}
