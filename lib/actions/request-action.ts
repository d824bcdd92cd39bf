import { recordAudit } from '#lib/audit/index.ts'
import { type ConnectedOperation, findOperation } from '#lib/connectors/index.ts'
import { AppError, isJsonObject, type Via } from '#lib/core/index.ts'
import { type Caller, can, requireAbility } from '#lib/people/index.ts'
import { isUniqueViolation, type Platform, queueJob, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { type ActionRow, actionInclude, loadAction } from './action-row.ts'
import { judgeAction } from './judge.ts'
import { makePreview, needsWorker, plainPreview } from './make-preview.ts'
import { announce } from './move-action.ts'
import { applyPreparation, type Preparation } from './prepare-action.ts'

/** Where a request came from, when it was a conversation. */
export interface Origin {
  conversationId: string
  turnId: string
  toolCallId: string
  tainted: boolean
  sources: readonly unknown[]
}

export interface ActionRequest {
  caller: Caller
  via: Via
  operation: string
  connection?: string | undefined
  input: unknown
  reason?: string | undefined
  /** Actions that must have succeeded first. */
  after?: readonly string[] | undefined
  origin?: Origin | undefined
  retryOfId?: string | undefined
  /** The action that this one takes back. */
  undoOfId?: string | undefined
  /** The turn whose actions are taken back together. */
  undoTurnId?: string | undefined
  traceId: string
  /** Runs in the transaction that makes the action. */
  within?: ((tx: Tx, actionId: string) => Promise<void>) | undefined
}

/** The operation and the parsed input, or `invalid` with the fields that do not fit, `forbidden`, `not_found`. */
export async function checkRequest(platform: Platform, request: Pick<ActionRequest, 'caller' | 'operation' | 'connection' | 'input'>) {
  requireAbility(request.caller, 'action.request')
  const connected = await findOperation(platform, {
    operation: request.operation,
    ...(request.connection === undefined ? {} : { connection: request.connection }),
  })
  const parsed = connected.operation.input.parse(request.input)
  if (!parsed.ok) {
    throw new AppError('invalid', `The input does not fit “${connected.operation.title}”.`, {
      errors: parsed.errors.map(({ path, message }) => ({ path: path === '' ? 'input' : `input.${path}`, message })),
    })
  }
  return { connected, input: parsed.value }
}

/**
 * Asks for an action: one transaction makes the row, its audit event and its outbox row. Where the preview needs no
 * look outside, the policy is asked in that transaction too. Asking again for the same tool call of a turn answers the
 * first action.
 */
export async function requestAction(platform: Platform, request: ActionRequest): Promise<ActionRow> {
  const { connected, input } = await checkRequest(platform, request)
  const row = newRow(platform, request, connected, input)
  const preparation = needsWorker(connected.operation) ? null : await prepareHere(platform, connected, row, request.caller)
  try {
    return await withTransaction(platform, async (tx) => {
      await request.within?.(tx, row.id)
      await checkPredecessors(tx, request)
      const made = await insertAction(tx, row, request, preparation)
      await announce(platform, tx, made, null, 'requested')
      if (preparation === null) {
        await queueJob(tx, platform.live, { queue: 'prepare', id: row.id, jobId: `${row.id}-0` })
        return made
      }
      await applyPreparation(platform, tx, made, preparation)
      return loadAction(tx, row.id)
    })
  } catch (error) {
    const twin = isUniqueViolation(error) ? await findTwin(platform, request) : null
    if (twin === null) throw error
    return twin
  }
}

type NewRow = ReturnType<typeof newRow>

function newRow(platform: Platform, request: ActionRequest, connected: ConnectedOperation, input: unknown) {
  const { operation, connection } = connected
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
    input: toJson(input),
    status: 'requested',
    summary: operation.effect === 'read' ? readSummary(operation.title, input) : operation.title,
    requestedById: request.caller.personId,
    requestedVia: request.via,
    apiKeyId: request.caller.apiKeyId,
    reason: unquoted(request.reason),
    conversationId: request.origin?.conversationId ?? null,
    turnId: request.origin?.turnId ?? null,
    toolCallId: request.origin?.toolCallId ?? null,
    tainted: request.origin?.tainted ?? false,
    sources: toJson(request.origin?.sources ?? []),
    told: request.origin === undefined || operation.effect === 'read',
    retryOfId: request.retryOfId ?? null,
    undoOfId: request.undoOfId ?? null,
    undoTurnId: request.undoTurnId ?? null,
    traceId: request.traceId,
    createdAt: platform.clock.now(),
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

async function prepareHere(platform: Platform, connected: ConnectedOperation, row: NewRow, caller: Caller): Promise<Preparation> {
  const policy = await judgeAction(platform, connected, row, { id: caller.personId, roles: caller.roles })
  const made = await makePreview(platform, connected, row)
  return {
    connected,
    policy,
    preview: made ?? (policy.verdict === 'require_approval' ? plainPreview(connected.operation, row.input) : null),
  }
}

async function insertAction(tx: Tx, row: NewRow, request: ActionRequest, preparation: Preparation | null): Promise<ActionRow> {
  await tx.action.create({
    data: { ...row, after: { create: [...new Set(request.after ?? [])].map((predecessorId) => ({ predecessorId })) } },
    select: { id: true },
  })
  await recordAudit(tx, {
    kind: 'action.requested',
    actor: { kind: 'person', id: row.requestedById },
    subject: { kind: 'action', id: row.id },
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
      ...(row.apiKeyId === null ? {} : { apiKeyId: row.apiKeyId }),
      previewedHere: preparation !== null,
    },
    traceId: row.traceId,
  })
  return tx.action.findUniqueOrThrow({ where: { id: row.id }, include: actionInclude })
}

/** Holds the predecessors until the commit, so that none settles without seeing the new action. */
async function checkPredecessors(tx: Tx, request: ActionRequest): Promise<void> {
  const ids = [...new Set(request.after ?? [])]
  if (ids.length === 0) return
  const found = await tx.$queryRaw<{ id: string; requestedById: string; status: string }[]>`
    select id, "requestedById", status from action where id = any(${ids}::uuid[]) order by id for share`
  const seen = found.filter((row) => row.requestedById === request.caller.personId || can(request.caller, 'action.readAll'))
  const errors = ids
    .map((id) => ({ id, row: seen.find((row) => row.id === id) }))
    .filter(({ row }) => row === undefined || ['failed', 'denied', 'rejected', 'expired', 'cancelled'].includes(row.status))
    .map(({ id, row }) => ({
      path: 'after',
      message: row === undefined ? `there is no action ${id}` : `action ${id} has ended as ${row.status}`,
    }))
  if (errors.length > 0) throw new AppError('invalid', 'It cannot run after those actions.', { errors })
}

async function findTwin(platform: Platform, request: ActionRequest): Promise<ActionRow | null> {
  if (request.origin === undefined) return null
  const { turnId, toolCallId } = request.origin
  return platform.db.action.findUnique({ where: { turnId_toolCallId: { turnId, toolCallId } }, include: actionInclude })
}
