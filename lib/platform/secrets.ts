import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { AppError } from '#lib/core/index.ts'

// RFC 8410 wrappers around the 32 raw bytes of a key.
const pkcs8 = { x25519: '302e020100300506032b656e04220420', ed25519: '302e020100300506032b657004220420' } as const
const spki = { x25519: '302a300506032b656e032100', ed25519: '302a300506032b6570032100' } as const
type Curve = keyof typeof pkcs8

const auditKeyName = 'countersign-audit'

export interface AuditKey {
  name: string
  publicKey: KeyObject
  /** The worker's alone. */
  privateKey: KeyObject | null
}

export interface Secrets {
  /** Seals a credential for the worker; needs no secret. */
  seal(plain: string): Buffer
  /** Opens what was sealed. Throws `internal` in a process that holds no ENCRYPTION_KEY. */
  open(sealed: Uint8Array): string
  auditKey: AuditKey
}

function privateKeyFor(curve: Curve, encryptionKey: Buffer): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', encryptionKey, '', `countersign ${curve} v1`, 32))
  return createPrivateKey({ key: Buffer.concat([Buffer.from(pkcs8[curve], 'hex'), seed]), format: 'der', type: 'pkcs8' })
}

function rawPublic(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(-32)
}

function publicFromRaw(curve: Curve, raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([Buffer.from(spki[curve], 'hex'), raw]), format: 'der', type: 'spki' })
}

/** The public halves (base64, 32 bytes each) that a process without the key is handed instead of it. */
export function publicKeysOf(encryptionKey: string): { ENCRYPTION_PUBLIC_KEY: string; AUDIT_PUBLIC_KEY: string } {
  const secret = Buffer.from(encryptionKey, 'base64')
  return {
    ENCRYPTION_PUBLIC_KEY: rawPublic(createPublicKey(privateKeyFor('x25519', secret))).toString('base64'),
    AUDIT_PUBLIC_KEY: rawPublic(createPublicKey(privateKeyFor('ed25519', secret))).toString('base64'),
  }
}

function boxKey(shared: Buffer, ephemeral: Buffer, recipient: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', shared, Buffer.concat([ephemeral, recipient]), 'countersign sealed credential v1', 32))
}

/** A sealed box: ephemeral X25519, HKDF-SHA256, AES-256-GCM. Layout: 1 version, 32 ephemeral key, 12 nonce, 16 tag, text. */
function sealFor(recipient: KeyObject, plain: string): Buffer {
  const { privateKey, publicKey } = generateKeyPairSync('x25519')
  const ephemeral = rawPublic(publicKey)
  const key = boxKey(diffieHellman({ privateKey, publicKey: recipient }), ephemeral, rawPublic(recipient))
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([1]), ephemeral, nonce, cipher.getAuthTag(), text])
}

function openWith(privateKey: KeyObject, sealed: Buffer): string {
  const ephemeral = sealed.subarray(1, 33)
  const shared = diffieHellman({ privateKey, publicKey: publicFromRaw('x25519', ephemeral) })
  const key = boxKey(shared, ephemeral, rawPublic(createPublicKey(privateKey)))
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(33, 45))
  decipher.setAuthTag(sealed.subarray(45, 61))
  return Buffer.concat([decipher.update(sealed.subarray(61)), decipher.final()]).toString('utf8')
}

/** With the key: seals, opens and signs. With the public halves only: seals and verifies. */
export function createSecrets(given: {
  encryptionKey?: string | undefined
  encryptionPublicKey?: string | undefined
  auditPublicKey?: string | undefined
}): Secrets {
  if (given.encryptionKey !== undefined) {
    const secret = Buffer.from(given.encryptionKey, 'base64')
    const box = privateKeyFor('x25519', secret)
    const signing = privateKeyFor('ed25519', secret)
    return {
      seal: (plain) => sealFor(createPublicKey(box), plain),
      open: (sealed) => openWith(box, Buffer.from(sealed)),
      auditKey: { name: auditKeyName, publicKey: createPublicKey(signing), privateKey: signing },
    }
  }
  if (given.encryptionPublicKey === undefined || given.auditPublicKey === undefined) {
    throw new AppError('internal', 'ENCRYPTION_KEY is missing: start with npm start, which makes one, or set it (32 bytes, base64).')
  }
  const recipient = publicFromRaw('x25519', Buffer.from(given.encryptionPublicKey, 'base64'))
  return {
    seal: (plain) => sealFor(recipient, plain),
    open: () => {
      throw new AppError('internal', 'This process cannot open credentials; only the worker can.')
    },
    auditKey: { name: auditKeyName, publicKey: publicFromRaw('ed25519', Buffer.from(given.auditPublicKey, 'base64')), privateKey: null },
  }
}
