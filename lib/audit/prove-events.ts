import { AppError } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { openTree } from './log-tree.ts'
import { rootFromInclusion } from './merkle-proof.ts'
import { newestCheckpoint, type StoredCheckpoint } from './read-checkpoints.ts'
import { withSnapshot } from './snapshot.ts'

/** That an event stands in the signed log. Bytes are hex. */
export interface EventProof {
  eventId: string
  /** Its place in the log, from 0. */
  index: number
  /** sha256(0x00 ‖ event id, 16 bytes ‖ content hash, 32 bytes). */
  leafHash: string
  contentHash: string
  /** From the leaf to the checkpoint's root, nearest first (RFC 6962, 2.1.1). */
  path: string[]
  checkpoint: { size: number; rootHash: string; note: string }
}

/** More would hold a connection for long; who needs more takes the export. */
const mostAtOnce = 1_000

/**
 * Proves events against the newest checkpoint, all against the same, in the order of the log. An event that is not under a
 * checkpoint yet is left out: it is there a few seconds after it happened. Reads some hundred rows for each region of the log,
 * however long it is. Throws `internal` where the log does not lead to the signed root: no wrong proof is given away.
 */
export async function proveEvents(platform: Pick<Platform, 'pool'>, eventIds: readonly string[]): Promise<EventProof[]> {
  if (eventIds.length > mostAtOnce) throw new RangeError(`at most ${mostAtOnce} events can be proved at once`)
  if (eventIds.length === 0) return []
  return withSnapshot(platform.pool, async (snapshot) => {
    const checkpoint = await newestCheckpoint(snapshot.query)
    if (checkpoint === null) return []
    const rows = await snapshot.query<LeafRow>(
      `select l."eventId", l.index, l."leafHash", e."contentHash" from audit_leaf l join audit_event e on e.id = l."eventId"
       where l."eventId" = any($1::uuid[]) and l.index < $2 order by l.index`,
      [eventIds, checkpoint.size],
    )
    const tree = openTree(snapshot.query, checkpoint.size)
    const proofs: EventProof[] = []
    for (const row of rows) proofs.push(proofOf(row, await tree.inclusion(Number(row.index)), checkpoint))
    return proofs
  })
}

interface LeafRow {
  eventId: string
  index: string
  leafHash: Buffer
  contentHash: Buffer
}

function proofOf(
  { eventId, index, leafHash, contentHash }: LeafRow,
  path: Buffer[],
  { size, rootHash, note }: StoredCheckpoint,
): EventProof {
  if (!rootFromInclusion(leafHash, Number(index), size, path)?.equals(rootHash)) {
    throw new AppError('internal', 'The audit log does not lead to its newest checkpoint, so nothing is proved. Run: npm run audit:verify')
  }
  return {
    eventId,
    index: Number(index),
    leafHash: leafHash.toString('hex'),
    contentHash: contentHash.toString('hex'),
    path: path.map((hash) => hash.toString('hex')),
    checkpoint: { size, rootHash: rootHash.toString('hex'), note },
  }
}
