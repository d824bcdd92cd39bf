import { nodeHash, rootOfLeaves, splitOf } from './merkle-tree.ts'

/** RFC 6962, 2.1.1: the hashes that lead from leaf `index` to the root over `leaves`, nearest first. */
export function inclusionProof(leaves: readonly Buffer[], index: number): Buffer[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError('this leaf is not in the tree')
  if (leaves.length === 1) return []
  const split = splitOf(leaves.length)
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return index < split
    ? [...inclusionProof(left, index), rootOfLeaves(right)]
    : [...inclusionProof(right, index - split), rootOfLeaves(left)]
}

/** RFC 6962, 2.1.2: the hashes that show that the tree over the first `size` leaves is the beginning of the whole. */
export function consistencyProof(leaves: readonly Buffer[], size: number): Buffer[] {
  if (!Number.isInteger(size) || size < 1 || size > leaves.length) throw new RangeError('the older tree must be a beginning of the newer')
  return subproof(leaves, size, true)
}

function subproof(leaves: readonly Buffer[], size: number, whole: boolean): Buffer[] {
  if (size === leaves.length) return whole ? [] : [rootOfLeaves(leaves)]
  const split = splitOf(leaves.length)
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return size <= split
    ? [...subproof(left, size, whole), rootOfLeaves(right)]
    : [...subproof(right, size - split, false), rootOfLeaves(left)]
}

/** The root that an inclusion proof leads to, or null where it can't be one for this index and size (RFC 9162, 2.1.3.2). */
export function rootFromInclusion(leaf: Buffer, index: number, size: number, proof: readonly Buffer[]): Buffer | null {
  if (index < 0 || index >= size) return null
  let node = index
  let last = size - 1
  let root = leaf
  for (const step of proof) {
    if (last === 0) return null
    if (node % 2 === 1 || node === last) {
      root = nodeHash(step, root)
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    } else {
      root = nodeHash(root, step)
    }
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 ? root : null
}

/** Whether a consistency proof fits both roots (RFC 9162, 2.1.4.2). */
export function isConsistent(
  older: { size: number; root: Buffer },
  newer: { size: number; root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (older.size < 1 || older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root)
  const steps = Number.isInteger(Math.log2(older.size)) ? [older.root, ...proof] : [...proof]
  let [node, last] = [older.size - 1, newer.size - 1]
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  const [seed, ...rest] = steps
  if (seed === undefined) return false
  let [oldRoot, newRoot] = [seed, seed]
  for (const step of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      oldRoot = nodeHash(step, oldRoot)
      newRoot = nodeHash(step, newRoot)
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    } else {
      newRoot = nodeHash(newRoot, step)
    }
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 && oldRoot.equals(older.root) && newRoot.equals(newer.root)
}
