import { loadOperation } from '#lib/connectors/index.ts'
import { AppError, isAppError, isSettled } from '#lib/core/index.ts'
import { type Caller, can, requireAbility } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { type ActionRow, actionInclude, statusOf } from './action-row.ts'
import { requestUndo, type UndoAsked } from './undo-action.ts'
import { undoLinks } from './undo-links.ts'
import { whyNotUndo } from './undo-request.ts'

/** The most actions of one turn that are taken back together. */
const maxActions = 100

export interface TurnUndo {
  turnId: string
  /** The undos of this turn, in the order in which they run: the newest action first. */
  steps: ActionRow[]
  /** Actions of the turn that are not taken back, and why. */
  leftOut: { action: ActionRow; why: string }[]
}

/**
 * Asks to take back all that a turn did, in the reverse order of its settling; each step waits for the one before, so that the
 * first that does not succeed stops the rest. Asking again asks for what is missing: steps that stand are not made twice. Throws
 * `not_found` for a turn of somebody else's (an admin may), `conflict` where nothing can be undone.
 */
export async function undoTurn(platform: Platform, { turnId, within, ...asked }: { turnId: string } & UndoAsked): Promise<TurnUndo> {
  await requireTurn(platform, asked.caller, turnId)
  const done = await doneInTurn(platform, turnId)
  const { standing } = await undoLinks(platform.db, done)
  const refused = new Map<string, string>()
  let [before, first]: [string | null, boolean] = [null, true]
  for (const row of done) {
    const stands = standing.get(row.id)
    if (stands !== undefined) {
      if (!isSettled(stands.status)) before = stands.id
      continue
    }
    if (whyNotUndo(row, await loadOperation(platform, row)) !== null) continue
    const made = await requestStep(platform, row, {
      ...asked,
      undoTurnId: turnId,
      after: before === null ? [] : [before],
      ...(first ? { within: within === undefined ? undefined : (tx) => within(tx, turnId) } : {}),
    })
    if ('refused' in made) refused.set(row.id, made.refused)
    if (made.stopped === true) break
    if ('id' in made) [before, first] = [made.id, false]
  }
  return answer(platform, turnId, refused)
}

/** `id`: the step that stands now. `stopped`: the step before has ended meanwhile, without success. */
type Step = { id: string; stopped?: never } | { refused: string; stopped?: boolean }

async function requestStep(platform: Platform, row: ActionRow, asked: Parameters<typeof requestUndo>[2]): Promise<Step> {
  try {
    return { id: (await requestUndo(platform, row, asked)).id }
  } catch (error) {
    if (isAppError(error, 'invalid')) return { refused: 'The one before it did not go through.', stopped: true }
    // Someone else's undo of this action is a step too; a request whose repeat was faster is not ours to go on with.
    if (!isAppError(error, 'conflict') || error.retryAfter !== undefined) throw error
    return typeof error.extra.undo === 'string' ? { id: error.extra.undo } : { refused: error.message }
  }
}

async function answer(platform: Platform, turnId: string, refused: ReadonlyMap<string, string>): Promise<TurnUndo> {
  const undone = await lookAtTurnUndo(platform, turnId, refused)
  if (undone.steps.length > 0) return undone
  const reasons = undone.leftOut.map(({ action, why }) => `“${action.summary || action.title}”: ${why}`).join(' ')
  throw new AppError('conflict', `Nothing of this turn can be undone. ${reasons}`.trim())
}

/**
 * How far the undo of a turn has come: for each action its latest undo. `refused`: why it could not be asked for, where that was
 * tried just now. Who may look is the caller's to say (`requireTurn`).
 */
export async function lookAtTurnUndo(
  platform: Platform,
  turnId: string,
  refused: ReadonlyMap<string, string> = new Map(),
): Promise<TurnUndo> {
  const [rows, steps] = await Promise.all([effectsOf(platform, turnId), turnUndoSteps(platform, [turnId])])
  const { standing } = await undoLinks(platform.db, rows)
  const step = new Set(steps.map(({ undoOfId }) => undoOfId))
  const leftOut = await Promise.all(
    rows
      .filter(({ id }) => !step.has(id))
      .map(async (action) => {
        const stands = standing.get(action.id)
        const why =
          whyNotUndo(action, await loadOperation(platform, action)) ?? refused.get(action.id) ?? 'Its undo has not been asked for.'
        return { action, why: stands === undefined ? why : 'It is undone on its own.' }
      }),
  )
  return { turnId, steps, leftOut }
}

/** The latest undo of each action of these turns that is taken back as part of its turn; in the order in which they were asked for. */
export async function turnUndoSteps(platform: Platform, turnIds: readonly string[]): Promise<ActionRow[]> {
  if (turnIds.length === 0) return []
  const rows = await platform.db.action.findMany({
    where: { undoTurnId: { in: [...turnIds] } },
    include: actionInclude,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: 2 * maxActions,
  })
  return rows.filter((row, index) => !rows.slice(index + 1).some((later) => later.undoOfId === row.undoOfId))
}

/** Throws `not_found` unless the turn is in a conversation of the caller's, or the caller is an admin. */
export async function requireTurn(platform: Platform, caller: Caller, turnId: string): Promise<void> {
  const turn = await platform.db.turn.findUnique({ where: { id: turnId }, select: { conversation: { select: { ownerId: true } } } })
  const ownerId = turn?.conversation.ownerId
  if (ownerId === undefined || !can(caller, 'action.undo', { ownerId })) throw new AppError('not_found', 'There is no such turn.')
  requireAbility(caller, 'action.undo', { ownerId })
}

/** What a turn has done, the last first: the order in which it is taken back. */
async function doneInTurn(platform: Platform, turnId: string): Promise<ActionRow[]> {
  const rows = await effectsOf(platform, turnId)
  return rows
    .filter((row) => statusOf(row) === 'succeeded')
    .sort((a, b) => (b.settledAt?.getTime() ?? 0) - (a.settledAt?.getTime() ?? 0) || (a.id < b.id ? 1 : -1))
}

async function effectsOf(platform: Platform, turnId: string): Promise<ActionRow[]> {
  return platform.db.action.findMany({
    where: { turnId, effect: { not: 'read' } },
    include: actionInclude,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: maxActions,
  })
}
