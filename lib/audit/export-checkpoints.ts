import type { AskRows, LogTree } from './log-tree.ts'

const pageSize = 200

interface Row {
  size: string
  note: string
}

/** Checkpoints by rising size, from a time on (all without one) and always the newest, each with the proof that it goes on from the one before. */
export async function* checkpointLines(
  ask: AskRows,
  tree: LogTree,
  { newest, from }: { newest: number; from: Date | undefined },
): AsyncGenerator<string[], void> {
  let before = 0
  for (;;) {
    const rows = await ask<Row>(
      'select size, note from audit_checkpoint where size > $1 and (size = $2 or (size < $2 and at >= $3)) order by size limit $4',
      [before, newest, from ?? '-infinity', pageSize],
    )
    if (rows.length === 0) return
    const lines: string[] = []
    for (const { size, note } of rows) {
      const path = before === 0 ? null : await tree.consistency(before, Number(size))
      lines.push(`${JSON.stringify({ type: 'checkpoint', note, consistency: path?.map((hash) => hash.toString('hex')) ?? null })}\n`)
      before = Number(size)
    }
    yield lines
  }
}
