import type pg from 'pg'
import { logEntry } from './audit-entry.ts'
import { openOutside } from './outside-copy.ts'

const notesAtOnce = 500
const entriesAtOnce = 10_000

/**
 * Brings the files beside the database up to it: whatever was committed and is not there yet, after a crash, a full disk or
 * on another machine too. Runs after the commit, never before: a checkpoint that is outside must be inside.
 */
export async function copyOutside(client: pg.PoolClient, dataDir: string): Promise<void> {
  const newest = await client.query<{ size: string | null }>('select max(size) as size from audit_checkpoint')
  const size = Number(newest.rows[0]?.size ?? 0)
  if (size === 0) return
  const outside = await openOutside(dataDir)
  try {
    let copied = outside.size
    while (copied < size) {
      const { rows: notes } = await client.query<{ size: string; note: string }>(
        'select size, note from audit_checkpoint where size > $1 order by size limit $2',
        [copied, notesAtOnce],
      )
      const end = Number(notes.at(-1)?.size ?? size)
      for (let index = copied; index < end; index += entriesAtOnce) {
        const { rows } = await client.query<{ index: string; id: string; contentHash: Buffer }>(
          'select l.index, e.id, e."contentHash" from audit_leaf l join audit_event e on e.id = l."eventId" where l.index >= $1 and l.index < $2 order by l.index',
          [index, Math.min(index + entriesAtOnce, end)],
        )
        await putRuns(outside, rows)
      }
      await outside.append(notes.map(({ note }) => note))
      copied = end
    }
  } finally {
    await outside.close()
  }
}

/** Entries that follow each other are written at once; a missing one leaves a hole, which verification finds anyway. */
async function putRuns(
  outside: Awaited<ReturnType<typeof openOutside>>,
  rows: readonly { index: string; id: string; contentHash: Buffer }[],
): Promise<void> {
  let from = 0
  for (let end = 1; end <= rows.length; end++) {
    const [previous, next] = [rows[end - 1], rows[end]]
    if (next !== undefined && Number(next.index) === Number(previous?.index) + 1) continue
    const run = rows.slice(from, end)
    await outside.putEntries(
      Number(run[0]?.index),
      run.map(({ id, contentHash }) => logEntry(id, contentHash)),
    )
    from = end
  }
}
