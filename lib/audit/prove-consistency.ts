import { AppError } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { openTree } from './log-tree.ts'
import { newestCheckpoint } from './read-checkpoints.ts'
import { withSnapshot } from './snapshot.ts'

/** That the log of `to` entries begins with the log of `from` entries (RFC 6962, 2.1.2). Bytes are hex. */
export interface ConsistencyProof {
  from: number
  to: number
  path: string[]
  /** The newest checkpoint of each size; null where none was signed over just so many. */
  notes: { from: string | null; to: string | null }
}

/** For someone who holds an older checkpoint and a newer one, whichever they are. Throws `invalid` for sizes that the signed log does not have. */
export async function proveConsistency(
  platform: Pick<Platform, 'pool'>,
  { from, to }: { from: number; to?: number | undefined },
): Promise<ConsistencyProof> {
  return withSnapshot(platform.pool, async (snapshot) => {
    const newest = (await newestCheckpoint(snapshot.query))?.size ?? 0
    const end = to ?? newest
    if (end > newest) throw unfit('to', `The signed log has ${newest} entries.`)
    if (from > end || from < 1) throw unfit('from', `It takes 1 to ${end}: the older log can’t be the longer one.`)
    const notes = await snapshot.query<{ size: string; note: string }>(
      'select size, note from audit_checkpoint where size = any($1::bigint[])',
      [[from, end]],
    )
    const noteOf = (size: number) => notes.find((row) => Number(row.size) === size)?.note ?? null
    const path = await openTree(snapshot.query, end).consistency(from, end)
    return { from, to: end, path: path.map((hash) => hash.toString('hex')), notes: { from: noteOf(from), to: noteOf(end) } }
  })
}

function unfit(path: string, message: string): AppError {
  return new AppError('invalid', message, { errors: [{ path, message }] })
}
