import { type ConnectedOperation, loadOperation } from '#lib/connectors/index.ts'
import { AppError, type Preview } from '#lib/core/index.ts'
import { type Platform, queueJob, toJson, withTransaction } from '#lib/platform/index.ts'
import type { StoredPolicy } from './action-row.ts'
import { judgeAction } from './judge.ts'
import { makePreview, needsWorker } from './make-preview.ts'
import { type ActionRequest, checkRequest } from './request-action.ts'
import { previewDeadlineMs } from './tunables.ts'

const prefix = 'dry/'

/** The id inside a prepare job that asks for a dry run, or null. */
export function dryRunOf(jobId: string): string | null {
  return jobId.startsWith(prefix) ? jobId.slice(prefix.length) : null
}

/** What an action would change and what the policy would say; no action is made. */
export async function dryRunAction(platform: Platform, request: ActionRequest): Promise<{ preview: Preview | null; policy: StoredPolicy }> {
  const { connected, input } = await checkRequest(platform, request)
  const { operation, connection } = connected
  const id = platform.ids()
  const row = {
    id,
    operation: operation.name,
    operationVersion: operation.version,
    connectionId: connection.id,
    connectionRevision: connection.revision,
    input,
    requestedById: request.caller.personId,
    requestedVia: request.via,
    tainted: false,
    sources: [],
  }
  const policy = await judgeAction(platform, connected, row, { id: request.caller.personId, roles: request.caller.roles })
  const preview = needsWorker(operation)
    ? await previewByWorker(platform, connected, id, input)
    : await makePreview(platform, connected, { id, input })
  return { preview, policy }
}

async function previewByWorker(platform: Platform, connected: ConnectedOperation, id: string, input: unknown): Promise<Preview> {
  let wake: () => void = () => undefined
  const done = new Promise<void>((resolve) => {
    wake = resolve
  })
  const unsubscribe = platform.live.subscribe((event) => event.id === id && wake())
  const timer = setTimeout(() => wake(), previewDeadlineMs + 2_000)
  try {
    await withTransaction(platform, async (tx) => {
      await tx.dryRun.create({
        data: {
          id,
          operation: connected.operation.name,
          connectionId: connected.connection.id,
          input: toJson(input),
          createdAt: platform.clock.now(),
        },
      })
      await queueJob(tx, platform.live, { queue: 'prepare', id: `${prefix}${id}`, jobId: `dry-${id}` })
    })
    await done
    const row = await platform.db.dryRun.findUnique({ where: { id } })
    await platform.db.dryRun.deleteMany({ where: { id } })
    if (row?.preview != null) return row.preview as Preview
    throw new AppError('unavailable', `What would change could not be looked up: ${row?.error ?? 'the worker did not answer in time.'}`)
  } finally {
    clearTimeout(timer)
    unsubscribe()
  }
}

/** The worker's part of a dry run. */
export async function answerDryRun(platform: Platform, id: string): Promise<void> {
  const row = await platform.db.dryRun.findUnique({ where: { id } })
  if (row === null) return
  const connected = await loadOperation(platform, { operation: row.operation, connectionId: row.connectionId })
  let answer: { preview: Preview } | { error: string }
  try {
    const made = connected === null ? null : await makePreview(platform, connected, row)
    answer = made === null ? { error: 'the operation is no longer there.' } : { preview: made }
  } catch (error) {
    platform.log.info({ error, operation: row.operation }, 'the preview of a dry run could not be made')
    answer = { error: error instanceof Error ? error.message : 'the system did not answer.' }
  }
  await withTransaction(platform, async (tx) => {
    await tx.dryRun.updateMany({ where: { id }, data: 'preview' in answer ? { preview: toJson(answer.preview) } : { error: answer.error } })
    await platform.live.publish(tx, { type: 'dryrun.answered', id })
  })
}
