import { z } from 'zod'
import { maxTextChars, startTurn, turnAnswer } from '#lib/assistant/index.ts'
import { actionViewSchema, actionViews } from '#lib/faces/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { route, uuid } from '../../../_door/index.ts'
import { messageSchema, plannedSchema } from '../../conversation-schemas.ts'
import { turnStream } from '../../turn-stream.ts'

const body = z.strictObject({
  text: z.string().trim().min(1).max(maxTextChars),
  /** Plan only: nothing with an effect is asked for. */
  dryRun: z.boolean().optional(),
  attachments: z.array(z.unknown()).max(0, 'files can’t be taken here yet: put what matters into the text').optional(),
})

/** As it is asked for: the stream, or the whole turn once it has ended. */
async function answerFor(platform: Platform, request: Request, turnId: string) {
  if (request.headers.get('accept')?.includes('text/event-stream')) return turnStream(platform, turnId)
  const { actions, ...turn } = await turnAnswer(platform, { turnId })
  return { ...turn, actions: await actionViews(platform, actions) }
}

export const POST = route(
  {
    summary: 'Say something to the assistant',
    permission: 'conversation.own',
    params: z.object({ id: uuid }),
    body,
    answer: z.object({
      turnId: uuid,
      status: z.enum(['done', 'failed']),
      messages: z.array(messageSchema),
      actions: z.array(actionViewSchema),
      plan: z.array(plannedSchema),
    }),
    streams: 'text/event-stream',
    replay: ({ platform, request, resourceId }) => answerFor(platform, request, resourceId),
  },
  async ({ platform, request, params, body: { text, dryRun }, caller, traceId, within }) => {
    const via = caller.via === 'key' ? 'api' : 'chat'
    const { turnId } = await startTurn(platform, { caller, conversationId: params.id, text, via, dryRun, traceId, within })
    return answerFor(platform, request, turnId)
  },
)
