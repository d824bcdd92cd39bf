import { type ConnectedOperation, findOperation } from '#lib/connectors/index.ts'
import { AppError, isJsonObject, maskSecrets, type Operation, type Via } from '#lib/core/index.ts'
import { type Caller, can, requireAbility } from '#lib/people/index.ts'
import {
  gather,
  isDataError,
  isUniqueViolation,
  type Platform,
  perPlatform,
  type Tx,
  toJson,
  withTransaction,
} from '#lib/platform/index.ts'
import { type ModelFacts, moneyOf, policyInForce } from '#lib/policy/index.ts'
import { type ActionRow, actionInclude, loadAction, statusOf } from './action-row.ts'
import { checkCorrects } from './check-corrects.ts'
import { hintWaiting, wakeRecord } from './enqueue-action.ts'
import { candidateGrants } from './grants/candidate-grants.ts'
import { minorOf, type StandingGrant } from './grants/standing-grant.ts'
import { takeGrant } from './grants/take-grant.ts'
import { judgeAction } from './judge.ts'
import { type EventRecord, eventRecord, insertActions, type JobRecord } from './ledger.ts'
import { makePreview, needsWorker, plainPreview } from './make-preview.ts'
import { announce, prepareMove } from './move-action.ts'
import { type Preparation, preparedMove, timersFor } from './prepare-action.ts'
import { tellAsked } from './tell-of-move.ts'
import { gathering } from './tunables.ts'
import { withoutSecrets } from './without-secrets.ts'

/** Where a request came from, when it was a conversation. */
export interface Origin {
  conversationId: string
  turnId: string
  toolCallId: string
  tainted: boolean
  sources: readonly unknown[]
  /** The model that asked, and how sure it was, where it says so. */
  model?: ModelFacts | undefined
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
  /** What the action that this one repeats or takes back had read from outside: it goes along. */
  carried?: { tainted: boolean; sources: unknown } | undefined
  retryOfId?: string | undefined
  /** The rejected action that this one puts right. */
  correctsId?: string | undefined
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
    person: request.caller,
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
 * Asks for an action: one statement makes the row, its audit events and its outbox row; those who ask at the same moment share a
 * commit. Where the preview needs no look outside, the policy is asked first and the row begins where that leads. Asking again for
 * the same tool call of a turn answers the first action.
 */
export async function requestAction(platform: Platform, request: ActionRequest): Promise<ActionRow> {
  const { connected, input } = await checkRequest(platform, request)
  if (connected.operation.notForModels === true && request.origin !== undefined) {
    throw new AppError('forbidden', `“${connected.operation.title}” can’t be asked for in a conversation.`)
  }
  const row = { ...newRow(platform, request, connected, input), moneyMinor: await moneyMinorOf(platform, connected, input) }
  const preparation = needsWorker(connected.operation) ? null : await prepareHere(platform, connected, row, request.caller)
  const grants = preparation === null ? [] : await candidateGrants(platform, row, preparation)
  const asked = newAction(platform, row, request, { operation: connected.operation, preparation })
  const waits = statusOf(asked.row) === 'awaiting_approval'
  if (grants.length === 0 && standsAlone(request) && !waits) {
    await insertTogether(platform)(asked)
    announceNew(platform, platform.pool, asked.row)
    return asked.row
  }
  try {
    return await withTransaction(platform, async (tx) => {
      await request.within?.(tx, row.id)
      await checkPredecessors(tx, request)
      await checkCorrects(tx, request, row)
      const begun = preparation === null ? asked : await withGrant(platform, tx, grants, { asked, row, request, preparation })
      await insertActions(tx, together([begun]))
      if (statusOf(begun.row) === 'awaiting_approval') await tellAsked(platform, tx, begun.row)
      announceNew(platform, tx, begun.row)
      return begun.after.length === 0 ? begun.row : loadAction(tx, row.id)
    })
  } catch (error) {
    const twin = isUniqueViolation(error) ? await findTwin(platform, request) : null
    if (twin === null) throw error
    return twin
  }
}

/** Known from the first moment on: the windows of what is asked for next count it. */
async function moneyMinorOf(platform: Platform, { operation }: ConnectedOperation, input: unknown): Promise<bigint | null> {
  const { rates } = await policyInForce(platform)
  const { minor, known } = moneyOf({ input, amounts: operation.amounts, rates })
  return known && minor !== null ? BigInt(minor) : null
}

/** The same action as it begins where a grant stands for a person and something is left of it. */
async function withGrant(
  platform: Platform,
  tx: Tx,
  grants: readonly StandingGrant[],
  { asked, row, request, preparation }: { asked: NewAction; row: ActionRow; request: ActionRequest; preparation: Preparation },
): Promise<NewAction> {
  const grant = await takeGrant(platform, tx, grants, { id: row.id, minor: minorOf(preparation.policy), traceId: row.traceId })
  return grant === null
    ? asked
    : newAction(platform, row, request, { operation: preparation.connected.operation, preparation: { ...preparation, grant } })
}

/** Nothing else has to stand or fall with it. */
function standsAlone({ within, after, origin, undoOfId, correctsId }: ActionRequest): boolean {
  return within === undefined && origin === undefined && undoOfId === undefined && correctsId === undefined && (after ?? []).length === 0
}

interface NewAction {
  row: ActionRow
  events: EventRecord[]
  jobs: JobRecord[]
  after: { actionId: string; predecessorId: string }[]
}

const insertTogether = perPlatform((platform: Platform) =>
  gather<NewAction, null>(
    async (asked) => {
      await insertActions(platform.pool, together(asked))
      return asked.map(() => null)
    },
    { ...gathering, blamesOne: isDataError },
  ),
)

function together(asked: readonly NewAction[]) {
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

/** The row as it begins, with the events that tell how it came to that. */
function newAction(
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

function announceNew(platform: Platform, on: Tx | Platform['pool'], row: ActionRow): void {
  announce(platform, on, row, null, statusOf(row))
  platform.live.publish(on, { type: 'outbox', id: '' })
  if (statusOf(row) === 'queued') hintWaiting(platform, on, row.connectionId)
}

function newRow(platform: Platform, request: ActionRequest, { operation, connection }: ConnectedOperation, input: unknown): ActionRow {
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

async function prepareHere(platform: Platform, connected: ConnectedOperation, row: ActionRow, caller: Caller): Promise<Preparation> {
  const made = await makePreview(platform, connected, row)
  const policy = await judgeAction(platform, connected, row, { id: caller.personId, roles: caller.roles, teams: caller.teams }, made)
  return {
    connected,
    policy,
    timers: await timersFor(platform, policy),
    preview: made ?? (policy.verdict === 'require_approval' ? plainPreview(connected.operation, row.input) : null),
  }
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

/** Holds the predecessors until the commit, so that none settles without seeing the new action. */
async function checkPredecessors(tx: Tx, request: ActionRequest): Promise<void> {
  const ids = [...new Set(request.after ?? [])]
  if (ids.length === 0) return
  const found = await tx.$queryRaw<{ id: string; requestedById: string; status: string }[]>`
    select id, "requestedById", status from action where id = any(${ids}::uuid[]) order by id for no key update`
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
