import { hash, type KeyObject, sign, verify } from 'node:crypto'

/** A signed statement: the log has `size` entries, and this is the root of the Merkle tree over them. */
export interface Checkpoint {
  /** The log's name, which is its key's name too. */
  origin: string
  size: number
  root: Buffer
}

export interface NoteKey {
  name: string
  publicKey: KeyObject
}

// C2SP signed-note: an Ed25519 key is of type 1.
const keyType = Buffer.from([1])

function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url')
}

/** C2SP signed-note: the first four bytes of SHA-256(name ‖ LF ‖ type ‖ key). */
function keyId({ name, publicKey }: NoteKey): Buffer {
  const text = Buffer.concat([Buffer.from(`${name}\n`), keyType, rawPublicKey(publicKey)])
  return hash('sha256', text, 'buffer').subarray(0, 4)
}

/** The key as C2SP tools take it: `name+id+key`. With it a stranger can check a checkpoint. */
export function verifierKey(key: NoteKey): string {
  const encoded = Buffer.concat([keyType, rawPublicKey(key.publicKey)]).toString('base64')
  return `${key.name}+${keyId(key).toString('hex')}+${encoded}`
}

/** The checkpoint as text (C2SP tlog-checkpoint in a C2SP signed note). */
export function signCheckpoint({ size, root }: Omit<Checkpoint, 'origin'>, key: NoteKey & { privateKey: KeyObject }): string {
  const body = `${key.name}\n${size}\n${root.toString('base64')}\n`
  const signature = Buffer.concat([keyId(key), sign(null, Buffer.from(body), key.privateKey)])
  return `${body}\n— ${key.name} ${signature.toString('base64')}\n`
}

const notePattern =
  /^(?<body>(?<origin>[^\n]+)\n(?<size>0|[1-9]\d{0,14})\n(?<root>[A-Za-z0-9+/]{43}=)\n)\n— (?<name>\S+) (?<signature>[A-Za-z0-9+/=]+)\n$/

/** What a note says, its signature not looked at; null where it is no checkpoint. */
export function readCheckpoint(note: string): (Checkpoint & { body: string; signature: Buffer }) | null {
  const { body, origin, size, root, name, signature } = notePattern.exec(note)?.groups ?? {}
  if (body === undefined || origin === undefined || origin !== name || root === undefined || signature === undefined) return null
  return { origin, size: Number(size), root: Buffer.from(root, 'base64'), body, signature: Buffer.from(signature, 'base64') }
}

/** The checkpoint in a note that this key signed; null for anything else. */
export function openCheckpoint(note: string, key: NoteKey): Checkpoint | null {
  const read = readCheckpoint(note)
  if (read === null || read.origin !== key.name || !read.signature.subarray(0, 4).equals(keyId(key))) return null
  if (!verify(null, Buffer.from(read.body), key.publicKey, read.signature.subarray(4))) return null
  return { origin: read.origin, size: read.size, root: read.root }
}
