import { loadOperation } from '#lib/connectors/index.ts'
import { AppError, maskPreview, type Preview } from '#lib/core/index.ts'
import { askWorker, type Platform } from '#lib/platform/index.ts'
import { type ActionRequest, checkRequest } from './action-request.ts'
import type { StoredPolicy } from './action-row.ts'
import { judgeAction } from './judge.ts'
import { makePreview, needsWorker } from './make-preview.ts'
import { pauseOver, pauseSentence } from './pauses/pause.ts'
import { standingPauses } from './pauses/standing-pauses.ts'
import { previewDeadlineMs } from './tunables.ts'

/** The worker's own deadline, and the way there and back. */
const waitMs = previewDeadlineMs + 2_000

interface Question {
  id: string
  operation: string
  connectionId: string
  input: unknown
}

interface DryRun {
  /** As the operation takes it. */
  input: unknown
  title: string
  preview: Preview | null
  /** The preview as it may be seen: secrets are masked. */
  shown: Preview | null
  policy: StoredPolicy
}

/** What an action would change and what the policy would say; no action is made. */
export async function dryRunAction(platform: Platform, request: ActionRequest): Promise<DryRun> {
  const { connected, input } = await checkRequest(platform, request)
  const { operation, connection } = connected
  const row = {
    id: platform.ids(),
    operation: operation.name,
    operationVersion: operation.version,
    connectionId: connection.id,
    connectionRevision: connection.revision,
    input,
    requestedById: request.caller.personId,
    requestedVia: request.via,
    apiKeyId: request.caller.apiKeyId,
    tainted: request.origin?.tainted ?? false,
    sources: request.origin?.sources ?? [],
    modelLabel: request.origin?.model?.label ?? null,
    confidence: request.origin?.model?.confidence ?? null,
    createdAt: platform.clock.now(),
  }
  const preview = needsWorker(operation) ? await previewByWorker(platform, row) : await makePreview(platform, connected, row)
  const { personId, roles, teams } = request.caller
  return {
    input,
    title: operation.title,
    preview,
    shown: preview === null ? null : maskPreview(operation.input.json, input, preview),
    policy: await judgeAction(platform, connected, row, { id: personId, roles, teams }, preview),
  }
}

async function previewByWorker(platform: Platform, row: Question): Promise<Preview> {
  const pause = pauseOver(await standingPauses(platform), row)
  if (pause !== null) {
    const detail = `${pauseSentence(pause)} What would change cannot be looked up until it is resumed.`
    throw new AppError('conflict', detail)
  }
  const { id, operation, connectionId, input } = row
  return (await askWorker(platform, { kind: 'preview', question: { id, operation, connectionId, input }, ms: waitMs })) as Preview
}

/** The worker's part of a dry run. */
export async function previewErrand(platform: Platform, question: unknown): Promise<Preview> {
  const { id, operation, connectionId, input } = question as Question
  const connected = await loadOperation(platform, { operation, connectionId })
  const made = connected === null ? null : await makePreview(platform, connected, { id, input })
  if (made === null) throw new AppError('not_found', 'The operation is no longer there.')
  return made
}
