import { toBase64Url } from './bytes.ts'

/** A public key as WebCrypto imports it, and how a signature by it is checked. */
export interface VerifyingKey {
  jwk: JsonWebKey
  algorithm: EcKeyImportParams & EcdsaParams & RsaHashedImportParams
  /** Devices write ECDSA signatures as ASN.1, which WebCrypto does not read. */
  der: boolean
}

/** Reads a COSE_Key (RFC 9052, 7): ES256, Ed25519 or RS256. Throws `RangeError` for any other. */
export function readCoseKey(bytes: Uint8Array): VerifyingKey {
  const key = readMap(bytes)
  const text = (label: number) => {
    const value = key.get(label)
    if (!(value instanceof Uint8Array)) throw new RangeError('a part of the key is missing')
    return toBase64Url(value)
  }
  switch (key.get(3)) {
    case -7:
      return { jwk: { kty: 'EC', crv: 'P-256', x: text(-2), y: text(-3) }, algorithm: named('ECDSA'), der: true }
    case -8:
      return { jwk: { kty: 'OKP', crv: 'Ed25519', x: text(-2) }, algorithm: named('Ed25519'), der: false }
    case -257:
      return { jwk: { kty: 'RSA', n: text(-1), e: text(-2) }, algorithm: named('RSASSA-PKCS1-v1_5'), der: false }
    default:
      throw new RangeError('this kind of key is not known here')
  }
}

function named(name: string): VerifyingKey['algorithm'] {
  return { name, namedCurve: 'P-256', hash: 'SHA-256' }
}

/** r and s, 32 bytes each, of the ASN.1 that ECDSA signatures come in (RFC 3279, 2.2.3). Throws `RangeError`. */
export function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(64)
  let at = 2
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0
    const number = der.subarray(at + 2, at + 2 + length)
    const significant = number.subarray(Math.max(0, number.length - 32))
    if (der[at] !== 2 || number.length !== length) throw new RangeError('this is no ECDSA signature')
    raw.set(significant, end - significant.length)
    at += 2 + length
  }
  return raw
}

/** As much of CBOR (RFC 8949) as a COSE_Key takes: a map of integers to integers and byte strings. */
function readMap(bytes: Uint8Array): Map<number, number | Uint8Array> {
  let at = 0
  const head = (): { major: number; size: number } => {
    const first = bytes[at++] ?? 0
    let size = first & 31
    const more = size < 24 ? 0 : 2 ** (size - 24)
    if (more > 0) size = bytes.subarray(at, at + more).reduce((sum, byte) => sum * 256 + byte, 0)
    at += more
    return { major: first >> 5, size }
  }
  const item = (): number | Uint8Array => {
    const { major, size } = head()
    if (major === 0) return size
    if (major === 1) return -1 - size
    if (major !== 2) throw new RangeError('this is no key')
    at += size
    return bytes.subarray(at - size, at)
  }
  const { major, size } = head()
  if (major !== 5 || size > 16) throw new RangeError('this is no key')
  return new Map(Array.from({ length: size }, () => [Number(item()), item()]))
}
