import { createPublicKey } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Checkpoint, type NoteKey, openCheckpoint, verifierKey } from './checkpoint-note.ts'
import { outsidePaths } from './outside-copy.ts'

/**
 * A key that signed this log before it was moved here without its secrets. It vouches for no more than the entries that came
 * along: whoever still holds it can add nothing.
 */
export interface EarlierKey {
  /** As C2SP tools take it. */
  verifier: string
  key: NoteKey
  /** The largest checkpoint that it is believed for. */
  upTo: number
  /** When the log was taken over, ISO 8601. */
  since: string
}

// It lies beside the log's other files, not in the database: who may write there alone must not be able to name a key.
const stored = z.array(z.object({ verifier: z.string(), upTo: z.int().min(0), since: z.iso.datetime() })).max(1_000)

/** Oldest first; none for a log that was always here. Throws when the file is not what was written. */
export async function readEarlierKeys(dataDir: string): Promise<EarlierKey[]> {
  const text = await readFile(/* turbopackIgnore: true */ outsidePaths(dataDir).earlierKeys, 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '[]'
      throw error
    },
  )
  return stored.parse(JSON.parse(text)).map((each) => ({ ...each, key: readVerifierKey(each.verifier) }))
}

/** From now on the key is believed for checkpoints up to a size. */
export async function trustEarlierKey(dataDir: string, { verifier, upTo, since }: Omit<EarlierKey, 'key'>): Promise<void> {
  const { folder, earlierKeys } = outsidePaths(dataDir)
  const before = (await readEarlierKeys(dataDir)).map((each) => ({ verifier: each.verifier, upTo: each.upTo, since: each.since }))
  readVerifierKey(verifier)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(`${earlierKeys}.new`, `${JSON.stringify([...before, { verifier, upTo, since }], null, 2)}\n`, { mode: 0o600 })
  await rename(`${earlierKeys}.new`, earlierKeys)
}

/** The checkpoint in a note that was signed with the key of this installation, or, as far as it is believed, with an earlier one. */
export function openTrusted(note: string, key: NoteKey, earlier: readonly EarlierKey[]): Checkpoint | null {
  const own = openCheckpoint(note, key)
  if (own !== null) return own
  for (const { key: former, upTo } of earlier) {
    const signed = openCheckpoint(note, former)
    if (signed !== null && signed.size <= upTo) return signed
  }
  return null
}

/** C2SP signed-note: `name+id+base64(type ‖ key)`. Throws TypeError unless the three fit each other. */
function readVerifierKey(verifier: string): NoteKey {
  const [name = '', , encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(verifier)?.slice(1) ?? []
  const x = Buffer.from(encoded, 'base64').subarray(1).toString('base64url')
  const key = { name, publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }) }
  if (verifierKey(key) !== verifier) throw new TypeError('this is no key of an audit log')
  return key
}
