import { type ActionRow, actionInclude, waitForAction } from '#lib/actions/index.ts'
import { AppError } from '#lib/core/index.ts'
import { lookUntil, type Platform } from '#lib/platform/index.ts'
import { loadMessages } from './conversations.ts'
import { loadPlan, type PlannedView } from './plan-view.ts'
import { awaitActionMs, turnAnswerMs } from './tunables.ts'
import type { ChatMessage } from './ui-parts.ts'

export interface TurnAnswer {
  turnId: string
  status: 'done' | 'failed'
  messages: ChatMessage[]
  /** All that the turn asked for, reads too, in their order. */
  actions: ActionRow[]
  /** What it would ask for, in a turn that plans. */
  plan: PlannedView[]
}

/**
 * A turn's messages and actions once it has ended, each action past `requested`. Throws `unavailable` when it has not
 * ended after ten minutes; the turn itself goes on.
 */
export async function turnAnswer(platform: Platform, { turnId }: { turnId: string }): Promise<TurnAnswer> {
  const status = await turnEnd(platform, turnId)
  const where = { turnId }
  const asked = await platform.db.action.findMany({ where: { ...where, status: 'requested' }, select: { id: true } })
  await Promise.all(asked.map(({ id }) => waitForAction(platform, id, { ms: awaitActionMs, until: 'prepared' })))
  const actions = await platform.db.action.findMany({ where, include: actionInclude, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  return { turnId, status, messages: await loadMessages(platform, { turnId }), actions, plan: await loadPlan(platform, { turnId }) }
}

async function turnEnd(platform: Platform, turnId: string): Promise<'done' | 'failed'> {
  const end = await lookUntil(platform, {
    look: async () => {
      const { status } = await platform.db.turn.findUniqueOrThrow({ where: { id: turnId }, select: { status: true } })
      return status === 'done' || status === 'failed' ? status : null
    },
    hears: ({ id }) => id === turnId,
    ms: turnAnswerMs,
  })
  if (end !== null) return end
  throw new AppError('unavailable', 'The answer takes longer than usual. It goes on: look at the conversation later.', { retryAfter: 60 })
}
