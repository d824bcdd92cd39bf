import { type ConnectedOperation, openClient } from '#lib/connectors/index.ts'
import { hideSecrets, type Operation, type Preview, secretsIn } from '#lib/core/index.ts'
import { type Platform, toJson } from '#lib/platform/index.ts'
import { previewDeadlineMs } from './tunables.ts'

/** Whether the preview reads the outside, and so is the worker's to make. */
export function needsWorker(operation: Operation): boolean {
  return operation.preview?.live === true
}

/**
 * What will change. Null for a read. Throws what the connector throws; a live one ends after 10 s. Its sentence goes into lists, mails
 * and the log, so it holds no secret; its changes do, since an undo may put them back.
 */
export async function makePreview(
  platform: Platform,
  connected: ConnectedOperation,
  row: { id: string; input: unknown },
): Promise<Preview | null> {
  const { operation, connection } = connected
  if (operation.preview === null) return null
  if (!operation.preview.live) return plainWords(operation.preview.make(row.input), operation, row.input)
  const { client } = await openClient(platform, connection.id)
  const made = await operation.preview.make(row.input, { client, actionId: row.id, signal: AbortSignal.timeout(previewDeadlineMs) })
  return plainWords(made, operation, row.input)
}

function plainWords(given: Preview, operation: Operation, input: unknown): Preview {
  // As it is stored: what the outside says may hold what `jsonb` refuses, and the digest is over what people see.
  const made = toJson(given) as unknown as Preview
  const secrets = secretsIn(operation.input.json, input)
  return secrets.length === 0
    ? made
    : { ...made, summary: hideSecrets(made.summary, secrets), warnings: hideSecrets(made.warnings, secrets) }
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
