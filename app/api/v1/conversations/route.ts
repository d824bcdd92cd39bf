import { z } from 'zod'
import { createConversation, getConversation, listConversations } from '#lib/assistant/index.ts'
import { decodeCursor, pageOf } from '#lib/platform/index.ts'
import { answer, listAnswer, listQuery, route, uuid } from '../_door/index.ts'
import { conversationSchema } from './conversation-schemas.ts'

const body = z.strictObject({ title: z.string().trim().min(1).max(200).optional(), dryRun: z.boolean().optional() })
const place = z.object({ updatedAt: z.iso.datetime(), id: uuid })

export const GET = route(
  {
    summary: 'Your conversations, the newest first',
    permission: 'conversation.read',
    query: listQuery,
    answer: listAnswer(conversationSchema),
  },
  async ({ platform, query: { limit, cursor }, caller }) => {
    const from = decodeCursor(cursor, place)
    const after = from === undefined ? undefined : { updatedAt: new Date(from.updatedAt), id: from.id }
    const rows = await listConversations(platform, caller, { limit: limit + 1, after })
    return pageOf(
      rows.items,
      limit,
      ({ updatedAt, id }) => ({ updatedAt, id }),
      (item) => item,
    )
  },
)

export const POST = route(
  {
    summary: 'Begin a conversation',
    permission: 'conversation.own',
    body,
    answer: conversationSchema,
    status: 201,
    replay: async ({ platform, resourceId, caller }) => {
      const { messages: _messages, ...made } = await getConversation(platform, { conversationId: resourceId, caller })
      return answer(201, made)
    },
  },
  ({ platform, body: { title, dryRun }, caller, within }) => createConversation(platform, { caller, title, dryRun, within }),
)
