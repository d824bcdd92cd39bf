import type { ConnectedOperation } from '#lib/connectors/index.ts'
import { AppError } from '#lib/core/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import {
  gather,
  hintOutbox,
  isDataError,
  isDeadlock,
  isUniqueViolation,
  type Platform,
  perPlatform,
  type Tx,
  withTransaction,
} from '#lib/platform/index.ts'
import { type InForce, moneyOf, policyInForce } from '#lib/policy/index.ts'
import { type ActionRequest, checkRequest } from './action-request.ts'
import { type ActionRow, actionInclude, loadAction, statusOf } from './action-row.ts'
import { checkCorrects } from './check-corrects.ts'
import { hintWaiting } from './enqueue-action.ts'
import { candidateGrants } from './grants/candidate-grants.ts'
import { minorOf, type StandingGrant } from './grants/standing-grant.ts'
import { takeGrant } from './grants/take-grant.ts'
import { judgeAction } from './judge.ts'
import { insertActions } from './ledger.ts'
import { makePreview, needsWorker, plainPreview } from './make-preview.ts'
import { announce } from './move-action.ts'
import { type NewAction, newAction, together } from './new-action.ts'
import { newActionRow } from './new-action-row.ts'
import { noteDuplicate } from './note-duplicate.ts'
import { type Preparation, timersFor } from './prepare-action.ts'
import { tellAsked } from './tell-of-move.ts'
import { gathering } from './tunables.ts'

/**
 * Asks for an action: one statement makes the row, its audit events and its outbox row; those who ask at the same moment share a
 * commit. Where the preview needs no look outside, the policy is asked first and the row begins where that leads. Asking again for
 * the same tool call of a turn answers the first action, whose story says so.
 */
export async function requestAction(platform: Platform, request: ActionRequest): Promise<ActionRow> {
  const [{ connected, input }, inForce] = await Promise.all([checkRequest(platform, request), policyInForce(platform)])
  if (connected.operation.notForModels === true && request.origin !== undefined) {
    throw new AppError('forbidden', `“${connected.operation.title}” can’t be asked for in a conversation.`)
  }
  const row = { ...newActionRow(platform, request, connected, input), moneyMinor: moneyMinorOf(inForce, connected, input) }
  const preparation = needsWorker(connected.operation)
    ? null
    : await prepareHere(platform, inForce, { connected, row, caller: request.caller })
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
    return noteDuplicate(platform, twin, request)
  }
}

/** Known from the first moment on: the windows of what is asked for next count it. */
function moneyMinorOf({ rates }: InForce, { operation }: ConnectedOperation, input: unknown): bigint | null {
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

const insertTogether = perPlatform((platform: Platform) =>
  gather<NewAction, null>(
    async (asked) => {
      await insertActions(platform.pool, together(asked))
      return asked.map(() => null)
    },
    { ...gathering, blamesOne: (error) => isDataError(error) || isDeadlock(error) },
  ),
)

function announceNew(platform: Platform, on: Tx | Platform['pool'], row: ActionRow): void {
  announce(platform, on, row, null, statusOf(row))
  const queued = statusOf(row) === 'queued'
  hintOutbox(on, platform.live, { overtaken: queued })
  if (queued) hintWaiting(platform, on, row.connectionId)
}

async function prepareHere(
  platform: Platform,
  inForce: InForce,
  { connected, row, caller }: { connected: ConnectedOperation; row: ActionRow; caller: Caller },
): Promise<Preparation> {
  const made = await makePreview(platform, connected, row)
  const requester = { id: caller.personId, roles: caller.roles, teams: caller.teams }
  const policy = await judgeAction(platform, connected, row, requester, made, inForce)
  return {
    connected,
    policy,
    timers: await timersFor(platform, policy),
    preview: made ?? (policy.verdict === 'require_approval' ? plainPreview(connected.operation, row.input) : null),
  }
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
