import { loadOperation } from '#lib/connectors/index.ts'
import { hideSecrets, maskInput, maskPreview, maskSecrets, type Operation, type Preview, secretsIn } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { ActionRow } from './action-row.ts'

/** Of an operation that is gone, only the names of fields can say what is secret. */
const bare = { input: { json: {} }, output: { json: {} } }

type Schemas = { input: Pick<Operation['input'], 'json'>; output: Pick<Operation['output'], 'json'> }

/**
 * The action as people, models and other systems may see it: secrets are masked in input, preview, result and every word about them.
 * Never for what is sent, judged or signed: the digest covers the true values.
 */
export function withoutSecrets(row: ActionRow, operation: Schemas | null): ActionRow {
  const { input, output } = operation ?? bare
  const secrets = [...secretsIn(input.json, row.input), ...secretsIn(output.json, row.result)]
  const preview = row.preview === null ? null : maskPreview(input.json, row.input, row.preview as Preview)
  return {
    ...row,
    input: maskInput(input.json, row.input) as ActionRow['input'],
    preview: preview as ActionRow['preview'],
    result: hideSecrets(maskSecrets(output.json, row.result) as ActionRow['result'], secrets),
    error: hideSecrets(row.error, secrets),
    reason: hideSecrets(row.reason, secrets),
    summary: hideSecrets(row.summary, secrets),
    sources: hideSecrets(row.sources, secrets),
  }
}

/** Actions as they may be seen, in their order, with their operations looked up. */
export async function shownActions(platform: Platform, rows: readonly ActionRow[]): Promise<ActionRow[]> {
  return Promise.all(
    rows.map(async (row) => {
      const connected = await loadOperation(platform, { operation: row.operation, connectionId: row.connectionId })
      return withoutSecrets(row, connected?.operation ?? null)
    }),
  )
}
