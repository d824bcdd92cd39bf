import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { Assertion } from '#lib/people/index.ts'

/** What of an answer is forged; all else is as an honest device and browser would have it. */
export interface Forgery {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  crossOrigin?: boolean
  /** false: touched, but the person was not verified. */
  verified?: boolean
  /** Instead of one more than before. */
  counter?: number
  /** Claims to be this credential. */
  credentialId?: string
}

const flags = { present: 0x01, verified: 0x04, attested: 0x40 }

/** A device with one passkey: a real P-256 key, real CBOR and real signatures, without a person to wait for. */
export class SoftwareAuthenticator {
  readonly credentialId = randomBytes(16).toString('base64url')
  readonly origin: string
  counter = 0
  readonly #key: KeyObject
  readonly #cose: Buffer

  constructor(origin = 'http://localhost:3000') {
    this.origin = origin
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.#key = privateKey
    this.#cose = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    )
  }

  /** The public key (COSE), in base64url. */
  get publicKey(): string {
    return this.#cose.toString('base64url')
  }

  /** `navigator.credentials.create`. */
  register({ challenge, rp }: { challenge: string; rp: { id?: string } }, forgery: Forgery = {}) {
    const rpId = forgery.rpId ?? rp.id ?? ''
    const id = Buffer.from(this.credentialId, 'base64url')
    const attested = Buffer.concat([Buffer.alloc(16), uint16(id.length), id, this.#cose])
    const authData = Buffer.concat([this.#authData(rpId, flags.attested, forgery), attested])
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ])
    return {
      id: this.credentialId,
      response: {
        clientDataJSON: this.#clientData('webauthn.create', challenge, forgery).toString('base64url'),
        attestationObject: cbor(attestation).toString('base64url'),
        transports: ['internal'],
      },
    }
  }

  /** `navigator.credentials.get`. */
  sign({ challenge, rpId }: { challenge: string; rpId?: string | undefined }, forgery: Forgery = {}): Assertion {
    this.counter = forgery.counter ?? this.counter + 1
    const clientData = this.#clientData('webauthn.get', challenge, forgery)
    const authData = this.#authData(forgery.rpId ?? rpId ?? '', 0, forgery)
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.#key)
    return {
      id: forgery.credentialId ?? this.credentialId,
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
      },
    }
  }

  #clientData(type: string, challenge: string, forgery: Forgery): Buffer {
    const said = { type: forgery.type ?? type, challenge: forgery.challenge ?? challenge, origin: forgery.origin ?? this.origin }
    return Buffer.from(JSON.stringify({ ...said, crossOrigin: forgery.crossOrigin ?? false }))
  }

  #authData(rpId: string, more: number, { verified = true }: Forgery): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([sha256(rpId), Buffer.of(flags.present | (verified ? flags.verified : 0) | more), counter])
  }
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest()
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

/** As much of CBOR (RFC 8949) as an authenticator speaks: integers, byte strings, text and maps, all of them short. */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  if (!(value instanceof Map)) throw new TypeError('an authenticator never says this')
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, member]) => [cbor(key), cbor(member)])])
}

function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.of((major << 5) | size)
  return size < 256 ? Buffer.of((major << 5) | 24, size) : Buffer.concat([Buffer.of((major << 5) | 25), uint16(size)])
}
