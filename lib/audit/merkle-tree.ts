import { hash } from 'node:crypto'

// RFC 6962, section 2.1: leaves and nodes are hashed under different prefixes, so that neither can be passed off as the other.
const leafPrefix = 0
const nodePrefix = 1
const hashBytes = 32

const nodeScratch = Buffer.alloc(1 + 2 * hashBytes, nodePrefix)

export function leafHash(entry: Uint8Array): Buffer {
  const text = Buffer.allocUnsafe(1 + entry.length)
  text[0] = leafPrefix
  text.set(entry, 1)
  return hash('sha256', text, 'buffer')
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeScratch.set(left, 1)
  nodeScratch.set(right, 1 + hashBytes)
  return hash('sha256', nodeScratch, 'buffer')
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

/** Appends in place. */
export function appendLeaf(frontier: Frontier, leaf: Buffer): void {
  let whole = leaf
  for (let size = frontier.size; size % 2 === 1; size = Math.floor(size / 2)) {
    const left = frontier.hashes.pop()
    if (left === undefined) throw new RangeError('this frontier does not have the hashes that its size asks for')
    whole = nodeHash(left, whole)
  }
  frontier.hashes.push(whole)
  frontier.size += 1
}

/** The Merkle tree hash (RFC 6962, 2.1) of everything appended so far. */
export function rootOf({ hashes }: Frontier): Buffer {
  const [first = emptyRoot, ...larger] = hashes.toReversed()
  return larger.reduce((root, left) => nodeHash(left, root), first)
}

/** The root over leaf hashes. */
export function rootOfLeaves(leaves: Iterable<Buffer>): Buffer {
  const frontier = emptyFrontier()
  for (const leaf of leaves) appendLeaf(frontier, leaf)
  return rootOf(frontier)
}
