import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { rawSignature, readCoseKey } from './cose-key.ts'

const data = Buffer.from('what a device signed')
const part = (key: KeyObject, name: 'x' | 'y' | 'n' | 'e') => Buffer.from(key.export({ format: 'jwk' })[name] ?? '', 'base64url')

/** A byte string of CBOR, with its length in one or two bytes. */
function bytes(value: Buffer): Buffer {
  const length = value.length < 256 ? Buffer.of(0x58, value.length) : Buffer.of(0x59, value.length >> 8, value.length & 255)
  return Buffer.concat([length, value])
}

const es256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed25519 = generateKeyPairSync('ed25519')
const rs256 = generateKeyPairSync('rsa', { modulusLength: 2048 })

const keys: [string, { privateKey: KeyObject }, Buffer, string | null][] = [
  [
    'ES256',
    es256,
    Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      part(es256.publicKey, 'x'),
      Buffer.from('225820', 'hex'),
      part(es256.publicKey, 'y'),
    ]),
    'sha256',
  ],
  ['Ed25519', ed25519, Buffer.concat([Buffer.from('a401010327200621', 'hex'), bytes(part(ed25519.publicKey, 'x'))]), null],
  [
    'RS256',
    rs256,
    Buffer.concat([
      Buffer.from('a401030339010020', 'hex'),
      bytes(part(rs256.publicKey, 'n')),
      Buffer.from('21', 'hex'),
      bytes(part(rs256.publicKey, 'e')),
    ]),
    'sha256',
  ],
]

test.each(keys)('a signature by a device’s %s key is checked, and a changed one is not', async (_name, { privateKey }, cose, hash) => {
  const { jwk, algorithm, der } = readCoseKey(cose)
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])
  const made = sign(hash, data, privateKey)
  const signature = der ? rawSignature(made) : made
  expect(await crypto.subtle.verify(algorithm, key, signature, data)).toBe(true)
  expect(await crypto.subtle.verify(algorithm, key, signature, Buffer.from('something else'))).toBe(false)
})

test.each([
  ['nothing', ''],
  ['a text', '6161'],
  ['a key of another kind', 'a401020338232001'],
  ['a map that ends early', 'a5010203262001'],
])('%s is no key', (_what, hex) => {
  expect(() => readCoseKey(Buffer.from(hex, 'hex'))).toThrow(RangeError)
})

test('what is no ECDSA signature is called so', () => {
  expect(() => rawSignature(Buffer.from('3006020101', 'hex'))).toThrow(RangeError)
})
