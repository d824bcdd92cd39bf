import { type ConnectedOperation, openClient } from '#lib/connectors/index.ts'
import type { Operation, Preview } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { previewDeadlineMs } from './tunables.ts'

/** Whether the preview reads the outside, and so is the worker's to make. */
export function needsWorker(operation: Operation): boolean {
  return operation.preview?.live === true
}

/** What will change. Null for a read. Throws what the connector throws; a live one ends after 10 s. */
export async function makePreview(
  platform: Platform,
  connected: ConnectedOperation,
  row: { id: string; input: unknown },
): Promise<Preview | null> {
  const { operation, connection } = connected
  if (operation.preview === null) return null
  if (!operation.preview.live) return operation.preview.make(row.input)
  const { client } = await openClient(platform, connection.id)
  return operation.preview.make(row.input, { client, actionId: row.id, signal: AbortSignal.timeout(previewDeadlineMs) })
}

/** Shown where a read needs a person, or where the outside did not answer: the input as it will be sent. */
export function plainPreview(operation: Operation, input: unknown, warnings: string[] = []): Preview {
  const members = typeof input === 'object' && input !== null ? Object.entries(input) : []
  return {
    summary: operation.title,
    changes: members.map(([path, after]) => ({ path, label: path, before: null, after: after as Preview['changes'][number]['after'] })),
    warnings,
  }
}
