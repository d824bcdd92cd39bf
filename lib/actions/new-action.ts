import type { Operation } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { ActionRequest } from './action-request.ts'
import { type ActionRow, statusOf } from './action-row.ts'
import { wakeRecord } from './enqueue-action.ts'
import { type EventRecord, eventRecord, type JobRecord } from './ledger.ts'
import { prepareMove } from './move-action.ts'
import { type Preparation, preparedMove } from './prepare-action.ts'
import { withoutSecrets } from './without-secrets.ts'

/** All that one new action brings into the database. */
export interface NewAction {
  row: ActionRow
  events: EventRecord[]
  jobs: JobRecord[]
  after: { actionId: string; predecessorId: string }[]
}

/** The row as it begins, with the events that tell how it came to that. */
export function newAction(
  platform: Platform,
  row: ActionRow,
  request: ActionRequest,
  { operation, preparation }: { operation: Operation; preparation: Preparation | null },
): NewAction {
  const after = [...new Set(request.after ?? [])].map((predecessorId) => ({ actionId: row.id, predecessorId }))
  // The log keeps for ever what it is told.
  const requested = requestedEvent(withoutSecrets(row, operation), request, preparation !== null)
  if (preparation === null) {
    const job = { actionId: row.id, queue: 'prepare' as const, jobId: `${row.id}-0`, data: { id: row.id } }
    return { row, events: [requested], jobs: [job], after }
  }
  const { move, event, jobs } = prepareMove(platform, row, preparedMove(row, preparation))
  const begun = { ...row, ...move.patch } as ActionRow
  // With predecessors, the last of them to succeed wakes it (or the sweep, if that was before the commit).
  if (statusOf(begun) === 'queued' && after.length === 0) jobs.push(wakeRecord(platform, row))
  return { row: begun, events: [requested, event], jobs, after }
}

function requestedEvent(row: ActionRow, request: ActionRequest, previewedHere: boolean): EventRecord {
  return eventRecord(row.id, {
    kind: 'action.requested',
    actor: { kind: 'person', id: row.requestedById },
    content: {
      operation: row.operation,
      operationVersion: row.operationVersion,
      connectionId: row.connectionId,
      input: row.input,
      via: row.requestedVia,
      reason: row.reason,
      conversationId: row.conversationId,
      turnId: row.turnId,
      tainted: row.tainted,
      sources: row.sources,
      after: request.after ?? [],
      ...(row.retryOfId === null ? {} : { retryOf: row.retryOfId }),
      ...(row.undoOfId === null ? {} : { undoOf: row.undoOfId }),
      ...(row.correctsId === null ? {} : { corrects: row.correctsId }),
      ...(row.apiKeyId === null ? {} : { apiKeyId: row.apiKeyId }),
      previewedHere,
    },
    traceId: row.traceId,
    at: row.createdAt,
  })
}

/** Those that are written by one statement. */
export function together(asked: readonly NewAction[]) {
  // One wake-up for each connection is enough for a round.
  const wakes = new Map(asked.flatMap(({ jobs }) => jobs.map((job) => [`${job.queue} ${job.data.id}`, job])))
  return {
    actions: asked.map(
      ({ row: { decisions: _decisions, after: _after, connection: _connection, requestedBy: _requestedBy, ...columns } }) => columns,
    ),
    events: asked.flatMap(({ events }) => events),
    jobs: [...wakes.values()],
    after: asked.flatMap(({ after }) => after),
  }
}
