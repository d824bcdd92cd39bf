import type { Receipt, ReceiptProof } from '#lib/core/receipt.ts'
import { fromBase64, joined, sha256, textBytes, toHex } from './bytes.ts'
import { type Finding, fails, fits, open } from './check.ts'

// C2SP signed-note: an Ed25519 key is of type 1.
const ed25519 = 1
const keyBytes = 32

interface LogKey {
  name: string
  id: string
  raw: Uint8Array<ArrayBuffer>
}

/**
 * Whether each checkpoint is stated in a note that the log's key signed. `trusted`: the key as it is known from elsewhere;
 * without it the receipt's own key is taken, which anyone could have made.
 */
export async function checkSignature({ proofs, log }: Receipt, trusted?: string): Promise<Finding> {
  if (trusted !== undefined && trusted !== log.publicKey) return fails('This receipt names another key than the log’s own.')
  const key = await readKey(log.publicKey)
  if (key === null || key.name !== log.name) return fails('The log’s key is damaged.')
  const notes = new Map(proofs.map(({ checkpoint }) => [checkpoint.note, checkpoint]))
  if (notes.size === 0) return open('There is no checkpoint yet; try again in a few seconds.')
  for (const checkpoint of proofs.map((proof) => proof.checkpoint)) {
    if (!states(checkpoint, key.name)) return fails('The signed note states another root than the one that the proofs lead to.')
  }
  const imported = await importKey(key.raw)
  if (imported === null) return open('Not checked in this browser: it has no Ed25519. The note and the key are in the receipt.')
  for (const note of notes.keys()) {
    if (!(await isSigned(note, key, imported))) return fails('A checkpoint’s signature is not the log’s.')
  }
  return fits(`The log’s key ${key.name} (${key.id}) signed ${notes.size === 1 ? 'the checkpoint' : `all ${notes.size} checkpoints`}.`)
}

/** `name+id+key` of C2SP; null where the id is not the key's. */
async function readKey(text: string): Promise<LogKey | null> {
  const { name, id, key } = /^(?<name>[^+\s]+)\+(?<id>[0-9a-f]{8})\+(?<key>[A-Za-z0-9+/]+=*)$/.exec(text)?.groups ?? {}
  if (name === undefined || id === undefined || key === undefined) return null
  const bytes = fromBase64(key)
  if (bytes.length !== 1 + keyBytes || bytes[0] !== ed25519) return null
  const made = (await sha256(textBytes(`${name}\n`), bytes)).subarray(0, 4)
  return toHex(made) === id ? { name, id, raw: bytes.slice(1) } : null
}

const notePattern =
  /^(?<body>(?<origin>[^\n]+)\n(?<size>0|[1-9]\d{0,14})\n(?<root>[A-Za-z0-9+/]{43}=)\n)\n— (?<name>\S+) (?<signature>[A-Za-z0-9+/=]+)\n$/

function states({ size, rootHash, note }: ReceiptProof['checkpoint'], name: string): boolean {
  const said = notePattern.exec(note)?.groups
  if (said?.root === undefined || said.origin !== name || said.name !== name) return false
  return Number(said.size) === size && toHex(fromBase64(said.root)) === rootHash
}

async function importKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify'])
  } catch {
    return null
  }
}

async function isSigned(note: string, { id }: LogKey, key: CryptoKey): Promise<boolean> {
  const { body = '', signature = '' } = notePattern.exec(note)?.groups ?? {}
  const bytes = fromBase64(signature)
  if (toHex(bytes.subarray(0, 4)) !== id) return false
  return crypto.subtle.verify({ name: 'Ed25519' }, key, bytes.slice(4), joined(textBytes(body)))
}
