import { z } from 'zod'
import { activeTurn, getConversation } from '#lib/assistant/index.ts'
import { answer, route, uuid } from '../../../_door/index.ts'
import { turnStream } from '../../turn-stream.ts'

export const GET = route(
  {
    summary: 'Joins the turn under way from its beginning; 204 when none is',
    permission: 'conversation.read',
    params: z.object({ id: uuid }),
    streams: 'text/event-stream',
  },
  async ({ platform, params, caller }) => {
    await getConversation(platform, { conversationId: params.id, caller })
    const turn = await activeTurn(platform, params.id)
    return turn === null ? answer(204, undefined) : turnStream(platform, turn.id)
  },
)
