import { type ActionRow, requestAction, shownActions } from '#lib/actions/index.ts'
import { isAppError, type Json } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { awaitAction } from './await-action.ts'
import { type ToolCall, type ToolResult, toolMessage, toolResult } from './model-messages.ts'
import { planCall } from './plan-call.ts'
import { predecessorsOf } from './predecessors.ts'
import { resultForModel } from './result-for-model.ts'
import { mergeSources, type Source, sourceOf, sourcesFor } from './sources.ts'
import { findOperationsName } from './toolbox.ts'
import { awaitActionMs } from './tunables.ts'
import type { TurnContext } from './turn-context.ts'
import type { TurnLog } from './turn-log.ts'

type Asked = { call: ToolCall; answer: Json; plannedId?: string } | { call: ToolCall; row: ActionRow; outside: boolean }

/**
 * Asks for what the model's last message calls for, in its order, then waits for what needs nobody. Safe to run again
 * after a crash: a call that was asked for already answers its action.
 */
export async function performCalls(
  platform: Platform,
  context: TurnContext,
  calls: readonly ToolCall[],
  { log, model }: { log: TurnLog; model: string },
) {
  const asked: Asked[] = []
  for (const call of calls) {
    const made =
      call.toolName === findOperationsName ? searched(context, call) : await requested(platform, context, call, { before: asked, model })
    asked.push(made)
    if ('row' in made) log.push({ type: 'data-action', id: made.row.id, data: { actionId: made.row.id } })
    else if (made.plannedId !== undefined) log.push({ type: 'data-planned', id: made.plannedId, data: { plannedId: made.plannedId } })
  }
  await log.flush()
  const ended = await Promise.all(
    asked.map(async (made) => {
      if (!('row' in made)) return made
      const [row = made.row] = await shownActions(platform, [await awaitAction(platform, made.row.id, awaitActionMs)])
      return { ...made, row }
    }),
  )
  const results: ToolResult[] = ended.map((made) =>
    'row' in made
      ? toolResult(made.call, resultForModel(made.row, made.outside))
      : toolResult(made.call, made.answer, isError(made.answer)),
  )
  const fresh: Source[] = ended.flatMap((made) =>
    'row' in made && made.outside && made.row.status === 'succeeded' ? [sourceOf(made.row, made.row.result)] : [],
  )
  return { message: toolMessage(results), sources: fresh }
}

async function requested(
  platform: Platform,
  context: TurnContext,
  call: ToolCall,
  { before, model }: { before: readonly Asked[]; model: string },
): Promise<Asked> {
  const offered = context.toolbox.byName(call.toolName)
  if (offered === undefined) return { call, answer: { status: 'invalid', error: `There is no tool ${call.toolName}.` } }
  const { input, why, after, corrects } = offered.read(call.input)
  const first = await predecessorsOf(
    platform,
    context,
    after,
    before.flatMap((made) => {
      const id = 'row' in made ? made.row.id : made.plannedId
      return id === undefined ? [] : [{ name: made.call.toolName, id }]
    }),
  )
  if ('error' in first) return { call, answer: { status: 'invalid', error: first.error } }
  const { operation, connection } = offered.connected
  const inSight = mergeSources(context.earlierSources, context.sources)
  const { turn } = context
  try {
    const request = {
      caller: context.caller,
      via: 'chat' as const,
      operation: operation.name,
      connection: connection.id,
      input,
      reason: why,
      after: first.ids,
      correctsId: corrects,
      traceId: turn.traceId,
      origin: {
        conversationId: turn.conversationId,
        turnId: turn.id,
        toolCallId: call.toolCallId,
        tainted: inSight.length > 0,
        // None of them says how sure it is in a way that could be held against it.
        model: { label: model, confidence: null },
        sources: sourcesFor(input, inSight, [...context.history, ...context.own]),
      },
    }
    // What reads changes nothing, and the plan needs what it finds.
    if (turn.dryRun && operation.effect !== 'read') {
      const planned = await planCall(platform, request)
      return { call, answer: planned.answer, plannedId: planned.id }
    }
    return { call, row: await requestAction(platform, request), outside: operation.outside }
  } catch (error) {
    if (!isAppError(error) || error.code === 'internal') throw error
    const errors = error.errors.map(({ path, message }) => ({ path: path.replace(/^input\.?/, ''), message }))
    return { call, answer: { status: 'invalid', error: error.message, errors } }
  }
}

function searched(context: TurnContext, call: ToolCall): Asked {
  const query = (call.input as { query?: unknown } | null)?.query
  if (typeof query !== 'string') return { call, answer: { status: 'invalid', error: 'Give a query: what should be done, in a few words.' } }
  const operations = context.toolbox.search(query, context.offered).map(({ name, connected: { operation } }) => ({
    tool: name,
    name: operation.name,
    title: operation.title,
    description: operation.description.slice(0, 400),
  }))
  return {
    call,
    answer: operations.length > 0 ? { operations } : { operations, note: 'Nothing fits. Say plainly that it cannot be done here.' },
  }
}

function isError(answer: Json): boolean {
  return typeof answer === 'object' && answer !== null && !Array.isArray(answer) && answer.status === 'invalid'
}
