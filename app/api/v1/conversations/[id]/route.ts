import { z } from 'zod'
import { getConversation, setDryRun } from '#lib/assistant/index.ts'
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

export const PATCH = route(
  {
    summary: 'Let a conversation plan, or let it ask again',
    permission: 'conversation.own',
    params: z.object({ id: uuid }),
    body: z.strictObject({ dryRun: z.boolean() }),
    answer: conversationSchema,
  },
  async ({ platform, params: { id }, body: { dryRun }, caller }) => {
    await setDryRun(platform, { caller, conversationId: id, dryRun })
    const { messages: _messages, ...view } = await getConversation(platform, { conversationId: id, caller })
    return view
  },
)
