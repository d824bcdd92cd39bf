import { hash } from 'node:crypto'

// RFC 6962, section 2.1: leaves and nodes are hashed under different prefixes, so that neither can be passed off as the other.
const leafPrefix = 0
const nodePrefix = 1
const hashBytes = 32

const nodeScratch = Buffer.alloc(1 + 2 * hashBytes, nodePrefix)

/** `hash(…, 'buffer')` makes a buffer outside the pool each time, which costs more than the hashing. */
function sha256(text: Uint8Array): Buffer {
  return Buffer.from(hash('sha256', text, 'binary'), 'binary')
}

export function leafHash(entry: Uint8Array): Buffer {
  const text = Buffer.allocUnsafe(1 + entry.length)
  text[0] = leafPrefix
  text.set(entry, 1)
  return sha256(text)
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeScratch.set(left, 1)
  nodeScratch.set(right, 1 + hashBytes)
  return sha256(nodeScratch)
}

/** The root of an empty tree. */
const emptyRoot = hash('sha256', '', 'buffer')

/**
 * All that is needed to go on with a tree: its size, and the roots of the full subtrees that it is made of, largest first
 * (one for each 1 in the size's binary form). Appending N leaves takes N − 1 hashes at most, in constant memory.
 */
export interface Frontier {
  size: number
  readonly hashes: Buffer[]
}

export function emptyFrontier(): Frontier {
  return { size: 0, hashes: [] }
}

export function copyFrontier({ size, hashes }: Frontier): Frontier {
  return { size, hashes: [...hashes] }
}

/** Appends in place. `onWhole` hears of each subtree that this leaf completes: its height, and its root. */
export function appendLeaf(frontier: Frontier, leaf: Buffer, onWhole?: (height: number, root: Buffer) => void): void {
  let whole = leaf
  let height = 0
  for (let size = frontier.size; size % 2 === 1; size = Math.floor(size / 2)) {
    const left = frontier.hashes.pop()
    if (left === undefined) throw new RangeError('this frontier does not have the hashes that its size asks for')
    whole = nodeHash(left, whole)
    height += 1
    onWhole?.(height, whole)
  }
  frontier.hashes.push(whole)
  frontier.size += 1
}

/** The Merkle tree hash (RFC 6962, 2.1) of everything appended so far. */
export function rootOf({ hashes }: Frontier): Buffer {
  const [first = emptyRoot, ...larger] = hashes.toReversed()
  return larger.reduce((root, left) => nodeHash(left, root), first)
}

/** The largest power of two below `size` (RFC 6962: where a tree is split). */
export function splitOf(size: number): number {
  return 2 ** Math.ceil(Math.log2(size) - 1)
}

/** The root over leaf hashes. */
export function rootOfLeaves(leaves: Iterable<Buffer>): Buffer {
  const frontier = emptyFrontier()
  for (const leaf of leaves) appendLeaf(frontier, leaf)
  return rootOf(frontier)
}
