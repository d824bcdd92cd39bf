import type pg from 'pg'
import { tileHeight, withLevels } from './log-tree.ts'

const tileWidth = 2 ** tileHeight
/** Tiles in one statement: 65,536 hashes are read for 256 rows. */
const tilesAtOnce = 256

/**
 * Stores the roots of the subtrees that are whole by now and not stored yet, so that proofs needn't read the whole log. For the
 * sequencer, behind its lock. Nothing is lost when it does not come to it: what is missing is computed where it is needed.
 */
export async function storeSubtrees(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ size: string }>('select size from audit_checkpoint order by size desc limit 1')
  const size = Number(rows[0]?.size ?? 0)
  for (let height = tileHeight; 2 ** height <= size; height += tileHeight) await storeLevel(client, height, Math.floor(size / 2 ** height))
}

async function storeLevel(client: pg.PoolClient, height: number, wanted: number): Promise<void> {
  const { rows } = await client.query<{ next: string }>('select coalesce(max(index) + 1, 0) as next from audit_subtree where height = $1', [
    height,
  ])
  for (let next = Number(rows[0]?.next); next < wanted; next += tilesAtOnce) {
    const end = Math.min(next + tilesAtOnce, wanted)
    const below = await hashesBelow(client, height, next * tileWidth, end * tileWidth)
    // A gap in the log is for the verification to tell of; here nothing is built upon it.
    if (below.length !== (end - next) * tileWidth) return
    const roots = Array.from({ length: end - next }, (_, at) => rootOfTile(below.slice(at * tileWidth, (at + 1) * tileWidth)))
    await client.query(
      'insert into audit_subtree (height, index, hash) select $1, $2::bigint + n - 1, hash from unnest($3::bytea[]) with ordinality as new(hash, n)',
      [height, next, roots],
    )
  }
}

function rootOfTile(hashes: Buffer[]): Buffer {
  return withLevels(hashes).at(-1)?.[0] as Buffer
}

async function hashesBelow(client: pg.PoolClient, height: number, from: number, end: number): Promise<Buffer[]> {
  const { rows } = await (height === tileHeight
    ? client.query<{ hash: Buffer }>('select "leafHash" as hash from audit_leaf where index >= $1 and index < $2 order by index', [
        from,
        end,
      ])
    : client.query<{ hash: Buffer }>('select hash from audit_subtree where height = $1 and index >= $2 and index < $3 order by index', [
        height - tileHeight,
        from,
        end,
      ]))
  return rows.map(({ hash }) => hash)
}
