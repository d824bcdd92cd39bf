import { z } from 'zod'

const base64url = z
  .string()
  .max(8_000)
  .regex(/^[A-Za-z0-9_-]+$/, 'base64url without padding')

/**
 * A decision as an approver's device signed it (WebAuthn, section 7.2), with all that it takes to check it without this server: what was
 * signed, by which key, and the nonce that the challenge was made with. Bytes are base64url.
 */
export const decisionSignatureSchema = z.object({
  credentialId: base64url,
  /** A COSE_Key (RFC 9052), as the device gave it when the passkey was added. */
  publicKey: base64url,
  /** Its COSE algorithm: -7 (ES256), -8 (Ed25519) or -257 (RS256). */
  algorithm: z.int(),
  clientDataJSON: base64url,
  authenticatorData: base64url,
  signature: base64url,
  nonce: base64url,
  rpId: z.string(),
  origin: z.string(),
})
export type DecisionSignature = z.infer<typeof decisionSignatureSchema>

export interface SignedDecision {
  /** 32 random bytes, good once. */
  nonce: string
  /** The action's, as it was shown. */
  digest: string
  verdict: string
  /** The person's id. */
  approver: string
}

/** What the challenge is the SHA-256 of, once it is written down as RFC 8785 says. `purpose` keeps it apart from all else that a passkey signs. */
export function decisionStatement({ nonce, digest, verdict, approver }: SignedDecision) {
  return { purpose: 'countersign.decision.v1', nonce, digest, verdict, approver }
}
