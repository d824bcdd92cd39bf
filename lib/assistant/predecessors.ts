import type { Platform } from '#lib/platform/index.ts'
import { resultsIn } from './model-messages.ts'
import type { TurnContext } from './turn-context.ts'

interface Named {
  /** Of the tool that was called. */
  name: string
  id: string
}

/**
 * The actions that `_after` means: tools called earlier in this turn (all calls of one that was called twice), or
 * actions of this conversation by id. A name that means nothing is an error for the model to put right.
 */
export async function predecessorsOf(
  platform: Platform,
  context: TurnContext,
  after: readonly string[],
  inThisStep: readonly Named[],
): Promise<{ ids: string[] } | { error: string }> {
  if (after.length === 0) return { ids: [] }
  const earlier = resultsIn(context.own).flatMap(({ call, value }) => {
    const { actionId, plannedId } = (value ?? {}) as { actionId?: unknown; plannedId?: unknown }
    const id = actionId ?? plannedId
    return call !== undefined && typeof id === 'string' ? [{ name: call.toolName, id }] : []
  })
  const known = [...earlier, ...inThisStep]
  const ids: string[] = []
  for (const wanted of after) {
    const named = known.filter(({ name, id }) => id === wanted || name === wanted || name === wanted.replace('.', '__'))
    if (named.length > 0) ids.push(...named.map(({ id }) => id))
    else if (await isOfConversation(platform, context, wanted)) ids.push(wanted)
    else
      return {
        error: `_after names “${wanted}”, which was not asked for in this turn and is no action of this conversation. Nothing was asked for.`,
      }
  }
  return { ids: [...new Set(ids)] }
}

async function isOfConversation(platform: Platform, context: TurnContext, id: string): Promise<boolean> {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) return false
  return (await platform.db.action.count({ where: { id, conversationId: context.turn.conversationId } })) === 1
}
