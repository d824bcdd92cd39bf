import type { Platform } from '#lib/platform/index.ts'
import { withTransaction } from '#lib/platform/index.ts'
import { verifierKey } from './checkpoint-note.ts'
import { checkpointLines } from './export-checkpoints.ts'
import { type ExportFilter, eventLines } from './export-events.ts'
import { type AskRows, openTree } from './log-tree.ts'
import { newestCheckpoint, type StoredCheckpoint } from './read-checkpoints.ts'
import { recordAudit } from './record-audit.ts'

export type { ExportFilter } from './export-events.ts'

export interface AuditExport {
  fileName: string
  /** JSON Lines, some hundred in a piece. Each piece is read from the database when it is asked for. */
  lines: AsyncGenerator<string, void>
}

/**
 * The log, or a part of it, as a stranger can verify it without this program: docs/audit-export.md says how. What is in the newest
 * checkpoint now is exported, however long that takes; no connection and no snapshot is held between two pieces, for the log only
 * grows. That it was exported is recorded. The lines throw `internal` where the log has a gap, and end without their last line then.
 */
export async function exportAudit(platform: Platform, filter: ExportFilter, by: { personId: string }): Promise<AuditExport> {
  const ask: AskRows = async <R extends object>(text: string, values: unknown[]) => (await platform.pool.query<R>(text, values)).rows
  const checkpoint = await newestCheckpoint(ask)
  const madeAt = platform.clock.now()
  await withTransaction(platform, (tx) =>
    recordAudit(tx, {
      kind: 'audit.exported',
      actor: { kind: 'person', id: by.personId },
      subject: { kind: 'audit', id: 'log' },
      content: { size: checkpoint?.size ?? 0, filter: plainFilter(filter) },
      at: madeAt,
    }),
  )
  const header = {
    type: 'header',
    format: 'countersign.audit-export',
    version: 1,
    madeAt: madeAt.toISOString(),
    log: { name: platform.secrets.auditKey.name, verifierKey: verifierKey(platform.secrets.auditKey) },
    checkpoint: checkpoint?.note ?? null,
    filter: plainFilter(filter),
  }
  return { fileName: `audit-${madeAt.toISOString().slice(0, 10)}.jsonl`, lines: writeLines(ask, checkpoint, filter, header) }
}

async function* writeLines(
  ask: AskRows,
  checkpoint: StoredCheckpoint | null,
  filter: ExportFilter,
  header: object,
): AsyncGenerator<string, void> {
  yield `${JSON.stringify(header)}\n`
  // The header and the end are lines too.
  let lines = 2
  if (checkpoint !== null) {
    const tree = openTree(ask, checkpoint.size)
    for await (const piece of checkpointLines(ask, tree, { newest: checkpoint.size, from: filter.from })) {
      lines += piece.length
      yield piece.join('')
    }
    for await (const piece of eventLines(ask, tree, { size: checkpoint.size, filter })) {
      lines += piece.length
      yield piece.join('')
    }
  }
  yield `${JSON.stringify({ type: 'end', lines, filter: plainFilter(filter) })}\n`
}

/** As it stands in the file; null: everything. */
function plainFilter({ from, to, subject }: ExportFilter): object | null {
  if (from === undefined && to === undefined && subject === undefined) return null
  return { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null, subject: subject ?? null }
}
