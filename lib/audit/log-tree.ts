import { AppError } from '#lib/core/index.ts'
import { nodeHash, splitOf } from './merkle-tree.ts'

/** Heights of the subtrees whose roots are stored: every eighth. */
export const tileHeight = 8
const tileWidth = 2 ** tileHeight
/** A tile with all its levels is about 50 kB in memory. */
const tilesHeld = 64

/** Asks the database; rows as objects. A pool, a client and a snapshot all can. */
export type AskRows = <R extends object>(text: string, values: unknown[]) => Promise<R[]>

/** The log's Merkle tree over its first `size` leaves, read piece by piece: a proof costs a few hundred rows at any size. */
export interface LogTree {
  root(): Promise<Buffer>
  /** RFC 6962, 2.1.1: the hashes that lead from leaf `index` to the root, nearest first. */
  inclusion(index: number): Promise<Buffer[]>
  /** RFC 6962, 2.1.2: shows that the tree over `older` leaves is the beginning of the one over `newer` (at most `size`). */
  consistency(older: number, newer: number): Promise<Buffer[]>
}

/** Throws `internal` where a leaf is missing. What it answers is not held against anything: that is for who knows the signed root. */
export function openTree(ask: AskRows, size: number): LogTree {
  const tiles = tileReader(ask, size)

  /** The Merkle tree hash over leaves `from` to `end`, the last not included; `from` is where a subtree begins. */
  async function hashOf(from: number, end: number): Promise<Buffer> {
    const width = end - from
    const height = Math.log2(width)
    if (Number.isInteger(height)) return tiles.subtree(height, from / width)
    const middle = from + splitOf(width)
    return nodeHash(await hashOf(from, middle), await hashOf(middle, end))
  }

  // The uneven right edge of the whole tree is a step of nearly every proof.
  const edges = new Map<number, Promise<Buffer>>()
  function hashToEnd(from: number): Promise<Buffer> {
    const known = edges.get(from) ?? hashOf(from, size)
    edges.set(from, known)
    return known
  }

  async function inclusion(index: number): Promise<Buffer[]> {
    if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError('this leaf is not in the tree')
    const path: Buffer[] = []
    let [from, end] = [0, size]
    while (end - from > 1) {
      const middle = from + splitOf(end - from)
      if (index < middle) {
        path.push(await (end === size ? hashToEnd(middle) : hashOf(middle, end)))
        end = middle
      } else {
        path.push(await hashOf(from, middle))
        from = middle
      }
    }
    return path.reverse()
  }

  async function consistency(older: number, newer: number): Promise<Buffer[]> {
    if (!Number.isInteger(older) || older < 1 || older > newer || newer > size)
      throw new RangeError('the older tree must be a beginning of the newer')
    const path: Buffer[] = []
    let [from, end] = [0, newer]
    while (end !== older) {
      const middle = from + splitOf(end - from)
      if (older <= middle) {
        path.push(await hashOf(middle, end))
        end = middle
      } else {
        path.push(await hashOf(from, middle))
        from = middle
      }
    }
    // From 0 on it is the older tree itself, whose root the reader has.
    if (from > 0) path.push(await hashOf(from, older))
    return path.reverse()
  }

  return { root: () => hashOf(0, size), inclusion, consistency }
}

/** Up to 256 neighbouring hashes, and above each pair the node over it, up to their common root. */
type Tile = Buffer[][]

function tileReader(ask: AskRows, size: number) {
  const held = new Map<string, Promise<Tile>>()

  function tile(level: number, place: number): Promise<Tile> {
    const name = `${level} ${place}`
    const found = held.get(name) ?? readTile(level, place)
    held.delete(name)
    held.set(name, found)
    if (held.size > tilesHeld) held.delete(String(held.keys().next().value))
    return found
  }

  async function readTile(level: number, place: number): Promise<Tile> {
    const height = level * tileHeight
    const from = place * tileWidth
    const end = Math.min(from + tileWidth, Math.floor(size / 2 ** height))
    const rows = await (level === 0 ? readLeaves(ask, from, end) : readSubtrees(ask, height, { from, end }))
    const known = new Map(rows.map(({ index, hash }) => [Number(index), hash]))
    const bottom: Buffer[] = []
    for (let index = from; index < end; index++) bottom.push(known.get(index) ?? (await missing(level, index)))
    return withLevels(bottom)
  }

  /** A root that nobody stored, in a log from before there were any, is computed from below. */
  async function missing(level: number, index: number): Promise<Buffer> {
    if (level === 0) throw new AppError('internal', `Entry ${index} is missing from the audit log. Run: npm run audit:verify`)
    return hashIn(await tile(level - 1, index), tileHeight, 0)
  }

  return {
    /** The root of the whole subtree of that height at that place. */
    async subtree(height: number, index: number): Promise<Buffer> {
      const level = Math.floor(height / tileHeight)
      const above = height % tileHeight
      const inTile = 2 ** (tileHeight - above)
      return hashIn(await tile(level, Math.floor(index / inTile)), above, index % inTile)
    },
  }
}

/** A tile's hashes with all the nodes above them that are whole. */
export function withLevels(bottom: Buffer[]): Tile {
  const levels: Tile = [bottom]
  for (let below = bottom; below.length > 1; ) {
    const level: Buffer[] = []
    for (let at = 1; at < below.length; at += 2) level.push(nodeHash(below[at - 1] as Buffer, below[at] as Buffer))
    levels.push(level)
    below = level
  }
  return levels
}

function hashIn(tile: Tile, above: number, place: number): Buffer {
  const hash = tile[above]?.[place]
  if (hash === undefined) throw new RangeError('there is no such subtree in the tree')
  return hash
}

interface HashRow {
  index: string
  hash: Buffer
}

function readLeaves(ask: AskRows, from: number, end: number): Promise<HashRow[]> {
  return ask<HashRow>('select index, "leafHash" as hash from audit_leaf where index >= $1 and index < $2', [from, end])
}

function readSubtrees(ask: AskRows, height: number, { from, end }: { from: number; end: number }): Promise<HashRow[]> {
  return ask<HashRow>('select index, hash from audit_subtree where height = $1 and index >= $2 and index < $3', [height, from, end])
}
