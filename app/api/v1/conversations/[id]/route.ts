import { z } from 'zod'
import { getConversation } from '#lib/assistant/index.ts'
import { route, uuid } from '../../_door/index.ts'
import { conversationSchema, messageSchema } from '../conversation-schemas.ts'

export const GET = route(
  {
    summary: 'A conversation of yours with its messages',
    permission: 'conversation.read',
    params: z.object({ id: uuid }),
    answer: conversationSchema.extend({ messages: z.array(messageSchema) }),
  },
  ({ platform, params, caller }) => getConversation(platform, { conversationId: params.id, caller }),
)
