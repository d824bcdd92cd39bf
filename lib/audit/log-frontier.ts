import type pg from 'pg'
import { z } from 'zod'
import { AppError } from '#lib/core/index.ts'
import type { NoteKey } from './checkpoint-note.ts'
import { type EarlierKey, openTrusted } from './earlier-keys.ts'
import { appendLeaf, emptyFrontier, type Frontier, rootOf } from './merkle-tree.ts'

const settingKey = 'audit.frontier'
const stored = z.object({ size: z.int().min(0), hashes: z.array(z.base64().length(44)).max(60) })
const pageSize = 20_000

/**
 * Where the log's tree stands, ready to go on: what was stored beside the last checkpoint, or read from the leaves again.
 * Whichever it is, it has to give the root that the last checkpoint was signed over. Throws `internal` where neither does.
 */
export async function loadFrontier(client: pg.PoolClient, key: NoteKey, earlier: readonly EarlierKey[]): Promise<Frontier> {
  const { rows } = await client.query<{ note: string }>('select note from audit_checkpoint order by size desc limit 1')
  if (rows[0] === undefined) return emptyFrontier()
  const signed = openTrusted(rows[0].note, key, earlier)
  if (signed !== null) {
    const known = await storedFrontier(client)
    if (known?.size === signed.size && rootOf(known).equals(signed.root)) return known
    const rebuilt = await frontierOfLeaves(client, signed.size)
    if (rootOf(rebuilt).equals(signed.root)) return rebuilt
  }
  throw new AppError('internal', 'The audit log is not what its last checkpoint says, so nothing is added to it. Run: npm run audit:verify')
}

/** Stores where the tree stands, in the transaction that makes it so. It is a short cut only; nothing trusts it. */
export async function storeFrontier(client: pg.PoolClient, { size, hashes }: Frontier, now: Date): Promise<void> {
  const value = JSON.stringify({ size, hashes: hashes.map((hash) => hash.toString('base64')) })
  await client.query(
    'insert into setting (key, value, "updatedAt") values ($1, $2, $3) on conflict (key) do update set value = excluded.value, "updatedAt" = excluded."updatedAt"',
    [settingKey, value, now],
  )
}

async function storedFrontier(client: pg.PoolClient): Promise<Frontier | null> {
  const { rows } = await client.query<{ value: unknown }>('select value from setting where key = $1', [settingKey])
  const { success, data } = stored.safeParse(rows[0]?.value)
  if (!success || data.hashes.length !== onesIn(data.size)) return null
  return { size: data.size, hashes: data.hashes.map((hash) => Buffer.from(hash, 'base64')) }
}

function onesIn(size: number): number {
  return size.toString(2).replaceAll('0', '').length
}

async function frontierOfLeaves(client: pg.PoolClient, size: number): Promise<Frontier> {
  const frontier = emptyFrontier()
  while (frontier.size < size) {
    const { rows } = await client.query<{ leafHash: Buffer }>(
      'select "leafHash" from audit_leaf where index >= $1 and index < $2 order by index limit $3',
      [frontier.size, size, pageSize],
    )
    if (rows.length === 0) break
    for (const { leafHash } of rows) appendLeaf(frontier, leafHash)
  }
  return frontier
}
