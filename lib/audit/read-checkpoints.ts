import type { AskRows } from './log-tree.ts'

export interface StoredCheckpoint {
  size: number
  rootHash: Buffer
  /** C2SP signed note. */
  note: string
}

interface Row {
  size: string
  rootHash: Buffer
  note: string
}

/** The one that covers most of the log; null before the first. */
export async function newestCheckpoint(ask: AskRows): Promise<StoredCheckpoint | null> {
  const [row] = await ask<Row>('select size, "rootHash", note from audit_checkpoint order by size desc limit 1', [])
  return row === undefined ? null : { ...row, size: Number(row.size) }
}
