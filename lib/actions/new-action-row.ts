import type { ConnectedOperation } from '#lib/connectors/index.ts'
import { isJsonObject, maskSecrets } from '#lib/core/index.ts'
import { type Platform, toJson } from '#lib/platform/index.ts'
import type { ActionRequest } from './action-request.ts'
import type { ActionRow } from './action-row.ts'

/** A new action as nobody has looked at it yet: nothing is previewed, judged or written. */
export function newActionRow(
  platform: Platform,
  request: ActionRequest,
  { operation, connection }: ConnectedOperation,
  input: unknown,
): ActionRow {
  const { caller, origin } = request
  const now = platform.clock.now()
  return {
    id: platform.ids(),
    operation: operation.name,
    operationVersion: operation.version,
    connectionId: connection.id,
    connectionRevision: connection.revision,
    effect: operation.effect,
    repeat: operation.repeat,
    undoable: operation.undo.undoable,
    title: operation.title,
    input: toJson(input) as ActionRow['input'],
    status: 'requested',
    digest: null,
    preview: null,
    summary: operation.effect === 'read' ? readSummary(operation.title, maskSecrets(operation.input.json, input)) : operation.title,
    policy: null,
    askedRoles: [],
    editedBy: [],
    pendingEdit: null,
    waitingNote: null,
    result: null,
    error: null,
    attempts: 0,
    fence: 0,
    leaseUntil: null,
    notBefore: null,
    firstSentAt: null,
    retryUntil: null,
    dueAt: null,
    remindAt: null,
    escalateAt: null,
    escalatedTo: [],
    assigneeId: null,
    asks: [],
    risk: 0,
    moneyMinor: null,
    recipientDomains: [],
    modelLabel: origin?.model?.label ?? null,
    confidence: origin?.model?.confidence ?? null,
    grantId: null,
    correctsId: request.correctsId ?? null,
    requestedById: caller.personId,
    requestedVia: request.via,
    apiKeyId: caller.apiKeyId,
    reason: unquoted(request.reason),
    conversationId: origin?.conversationId ?? null,
    turnId: origin?.turnId ?? null,
    toolCallId: origin?.toolCallId ?? null,
    tainted: (origin ?? request.carried)?.tainted ?? false,
    sources: toJson((origin ?? request.carried)?.sources ?? []) as ActionRow['sources'],
    told: origin === undefined || operation.effect === 'read',
    hasDependents: false,
    checks: 0,
    checkAfter: null,
    clearedNote: null,
    retryOfId: request.retryOfId ?? null,
    undoOfId: request.undoOfId ?? null,
    undoTurnId: request.undoTurnId ?? null,
    traceId: request.traceId,
    createdAt: now,
    waitingSince: null,
    queuedAt: null,
    settledAt: null,
    updatedAt: now,
    decisions: [],
    after: [],
    connection: {
      id: connection.id,
      name: connection.name,
      title: connection.title,
      environment: connection.environment,
      enabled: connection.enabled,
    },
    requestedBy: { id: caller.personId, name: caller.name, roles: [...caller.roles], teams: [...caller.teams], active: true },
  }
}

/** The words themselves: a model often hands over a quote in its quotation marks. */
function unquoted(reason: string | undefined): string | null {
  const words = (reason ?? '').trim().replace(/^["“”«»„]+|["“”«»„]+$/g, '')
  return words === '' ? null : words
}

const summaryLength = 120

/** A read has no preview; what was looked for tells it apart from others: "Show an order: 1042". */
function readSummary(title: string, input: unknown): string {
  const values = Object.values(isJsonObject(input) ? input : {}).filter((value) => typeof value === 'string' || typeof value === 'number')
  const text = values.length === 0 ? title : `${title}: ${values.join(', ')}`
  return text.length > summaryLength ? `${text.slice(0, summaryLength - 1)}…` : text
}
