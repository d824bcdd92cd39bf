import { type ActionRequest, dryRunAction } from '#lib/actions/index.ts'
import type { Json, JsonObject } from '#lib/core/index.ts'
import { isUniqueViolation, type Platform, toJson } from '#lib/platform/index.ts'

/** A planned action as it is told to the model and drawn in the chat. */
export interface Planned {
  id: string
  answer: Json
}

/**
 * What a call of a turn that plans would come to: previewed and judged like the real thing, kept as a row, nothing asked for. Once for
 * each call, also after a crash. Throws what `dryRunAction` does.
 */
export async function planCall(
  platform: Platform,
  request: ActionRequest & { origin: NonNullable<ActionRequest['origin']>; connection: string },
): Promise<Planned> {
  const { conversationId, turnId, toolCallId } = request.origin
  const known = await find(platform, turnId, toolCallId)
  if (known !== null) return known
  const { input, shown, policy, title } = await dryRunAction(platform, request)
  try {
    await platform.db.plannedAction.create({
      data: {
        id: platform.ids(),
        conversationId,
        turnId,
        toolCallId,
        operation: request.operation,
        connectionId: request.connection,
        title,
        input: toJson(input),
        after: [...(request.after ?? [])],
        preview: toJson(shown),
        policy: toJson(policy),
        reason: request.reason ?? null,
        tainted: request.origin.tainted,
        sources: toJson(request.origin.sources),
        createdAt: platform.clock.now(),
      },
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
  const made = await find(platform, turnId, toolCallId)
  if (made === null) throw new TypeError('a planned action is there once it was made')
  return made
}

async function find(platform: Platform, turnId: string, toolCallId: string): Promise<Planned | null> {
  const row = await platform.db.plannedAction.findUnique({ where: { turnId_toolCallId: { turnId, toolCallId } } })
  if (row === null) return null
  const policy = row.policy as { verdict?: unknown; rules?: { verdict: string; reason: string }[] }
  const preview = row.preview as { summary?: string } | null
  const told: JsonObject = {
    plannedId: row.id,
    status: 'planned',
    summary: preview?.summary ?? row.title,
    verdict: String(policy.verdict),
    reasons: (policy.rules ?? []).filter(({ verdict }) => verdict === policy.verdict).map(({ reason }) => reason),
    note: 'A plan: nothing was asked for and nothing has happened. The person can make it real on its card.',
  }
  return { id: row.id, answer: toJson(told) as Json }
}
