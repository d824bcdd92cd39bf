import { type ActionRow, loadAction, requestAction } from '#lib/actions/index.ts'
import { AppError } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import type { Platform, Prisma } from '#lib/platform/index.ts'

interface PlanRequest {
  caller: Caller
  conversationId: string
  /** Planned actions of that conversation. */
  ids: readonly string[]
  traceId: string
}

/**
 * Makes planned actions real, in the order of the plan: each is asked for like any other, with a fresh preview and the policy as it is
 * now, after those that it was planned to come after. Idempotent: what was asked for answers its action. Throws `not_found` for what is
 * not the caller's, `invalid` where one comes after another that is neither real nor among these.
 */
export async function requestPlan(platform: Platform, { caller, conversationId, ids, traceId }: PlanRequest): Promise<ActionRow[]> {
  requireAbility(caller, 'conversation.own')
  const conversation = await platform.db.conversation.findUnique({ where: { id: conversationId }, select: { ownerId: true } })
  if (conversation?.ownerId !== caller.personId) throw new AppError('not_found', 'There is no such conversation.')
  const plan = await platform.db.plannedAction.findMany({ where: { conversationId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  const wanted = plan.filter(({ id }) => ids.includes(id))
  if (wanted.length < new Set(ids).size) throw new AppError('not_found', 'There is no such plan in this conversation.')
  const made = new Map(plan.flatMap(({ id, actionId }) => (actionId === null ? [] : [[id, actionId] as const])))
  const missing = wanted.flatMap(({ after }) =>
    after.filter((id) => plan.some((one) => one.id === id) && !made.has(id) && !ids.includes(id)),
  )
  if (missing.length > 0) {
    const names = plan.filter(({ id }) => missing.includes(id)).map(({ title }) => `“${title}”`)
    throw new AppError('invalid', `This comes after ${names.join(' and ')}. Ask for both.`, {
      errors: missing.map((id) => ({ path: 'ids', message: `${id} comes first` })),
    })
  }
  const rows: ActionRow[] = []
  for (const planned of wanted) {
    const row = await requestPlanned(platform, { planned, made, caller, traceId })
    made.set(planned.id, row.id)
    rows.push(row)
  }
  return rows
}

interface One {
  planned: Prisma.PlannedActionModel
  made: ReadonlyMap<string, string>
  caller: Caller
  traceId: string
}

async function requestPlanned(platform: Platform, { planned, made, caller, traceId }: One): Promise<ActionRow> {
  if (planned.actionId !== null) return loadAction(platform.db, planned.actionId)
  return requestAction(platform, {
    caller,
    via: 'chat',
    operation: planned.operation,
    connection: planned.connectionId,
    input: planned.input,
    reason: planned.reason ?? undefined,
    // What stands there and is not planned is an action already.
    after: planned.after.map((id) => made.get(id) ?? id),
    traceId,
    // The same call of the same turn: whoever asks at the same moment finds the same action.
    origin: {
      conversationId: planned.conversationId,
      turnId: planned.turnId,
      toolCallId: planned.toolCallId,
      tainted: planned.tainted,
      sources: planned.sources as unknown[],
    },
    within: async (tx, actionId) => {
      await tx.plannedAction.updateMany({ where: { id: planned.id, actionId: null }, data: { actionId } })
    },
  })
}
