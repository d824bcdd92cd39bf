import { tileHeight } from './log-tree.ts'
import type { Snapshot } from './snapshot.ts'

const pageSize = 1_000

export type SubtreeCheck = ReturnType<typeof subtreeCheck>

/** Keeps the roots of whole subtrees while the log is walked (32 bytes for 256 entries), to hold the stored ones against them. */
export function subtreeCheck() {
  const computed = new Map<number, Buffer[]>()
  return {
    onWhole(height: number, root: Buffer): void {
      if (height % tileHeight !== 0) return
      const level = computed.get(height) ?? []
      computed.set(height, level)
      level.push(root)
    },
    /** The place of the first entry under a stored root that is not the right one; null: all are. One that is not stored is no error. */
    async firstWrong(snapshot: Snapshot): Promise<number | null> {
      let [height, index] = [0, -1]
      for (;;) {
        const rows = await snapshot.query<{ height: number; index: string; hash: Buffer }>(
          'select height, index, hash from audit_subtree where (height, index) > ($1, $2) order by height, index limit $3',
          [height, index, pageSize],
        )
        for (const row of rows) {
          ;[height, index] = [row.height, Number(row.index)]
          if (computed.get(height)?.[index]?.equals(row.hash) !== true) return index * 2 ** height
        }
        if (rows.length < pageSize) return null
      }
    },
  }
}
