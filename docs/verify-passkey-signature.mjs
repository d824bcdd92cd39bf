// Checks the passkeys' signatures in a receipt: node verify-passkey-signature.mjs RECEIPT.json [FINGERPRINT...]
// Only keys with one of these fingerprints (as the account page shows them) are believed, if any is given.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const [file, ...known] = process.argv.slice(2)
const bytes = (text) => Buffer.from(text, 'base64url')
const sha256 = (data) => createHash('sha256').update(data).digest()
// As much of CBOR (RFC 8949) as a COSE_Key takes: a map of integers to integers and byte strings.
function coseKey(data) {
  let at = 0
  const size = (info) => {
    if (info < 24) return info
    at += 2 ** (info - 24)
    return data.readUIntBE(at - 2 ** (info - 24), 2 ** (info - 24))
  }
  const item = () => {
    const first = data[at++]
    const count = size(first & 31)
    if (first >> 5 === 0) return count
    if (first >> 5 === 1) return -1 - count
    at += count
    return data.subarray(at - count, at).toString('base64url')
  }
  return new Map(Array.from({ length: size(data[at++] & 31) }, () => [item(), item()]))
}
// RFC 9053: -7 is ES256, -8 Ed25519, -257 RS256.
function publicKey(key) {
  const jwk = {
    [-7]: { kty: 'EC', crv: 'P-256', x: key.get(-2), y: key.get(-3) },
    [-8]: { kty: 'OKP', crv: 'Ed25519', x: key.get(-2) },
    [-257]: { kty: 'RSA', n: key.get(-1), e: key.get(-2) },
  }[key.get(3)]
  return createPublicKey({ format: 'jwk', key: jwk })
}
function whyNot({ digest, verdict, person, signature }) {
  const { nonce, clientDataJSON, authenticatorData, rpId, origin } = signature
  // RFC 8785: members in the order of their names. What was decided is all that the challenge is made of.
  const statement = JSON.stringify({ approver: person.id, digest, nonce, purpose: 'countersign.decision.v1', verdict })
  const said = JSON.parse(bytes(clientDataJSON))
  if (said.challenge !== sha256(statement).toString('base64url')) return 'another digest, verdict or person was signed'
  if (said.type !== 'webauthn.get' || said.crossOrigin === true) return 'it was made for something else'
  if (said.origin !== origin || !`.${new URL(origin).hostname}`.endsWith(`.${rpId}`)) return 'it was made on another site'
  const data = bytes(authenticatorData)
  if (!data.subarray(0, 32).equals(sha256(rpId))) return 'the passkey belongs to another site'
  if ((data[32] & 5) !== 5) return 'the device did not verify the person'
  const cose = coseKey(bytes(signature.publicKey))
  const signed = Buffer.concat([data, sha256(bytes(clientDataJSON))])
  return verify(cose.get(3) === -8 ? null : 'sha256', signed, publicKey(cose), bytes(signature.signature))
    ? null
    : 'the signature is not the key’s'
}
const signed = JSON.parse(readFileSync(file, 'utf8')).decisions.filter(({ signature }) => signature)
for (const decision of signed) {
  const fingerprint = sha256(bytes(decision.signature.publicKey)).toString('hex').slice(0, 16)
  const wrong = whyNot(decision) ?? (known.length > 0 && !known.includes(fingerprint) ? 'this passkey is not one that you named' : null)
  if (wrong !== null) process.exitCode = 1
  console.log(`${decision.person.name}, ${decision.verdict}, ${decision.at}, passkey ${fingerprint}: ${wrong ?? 'fits'}`)
}
if (signed.length === 0) process.exitCode = console.log('No decision here carries a signature.') ?? 1
