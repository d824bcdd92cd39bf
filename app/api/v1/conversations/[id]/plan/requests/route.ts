import { z } from 'zod'
import { requestPlan } from '#lib/assistant/index.ts'
import { actionViewSchema, actionViews } from '#lib/faces/index.ts'
import { route, uuid } from '../../../../_door/index.ts'

export const POST = route(
  {
    summary: 'Ask for what was planned, each as a real action',
    permission: 'conversation.own',
    params: z.object({ id: uuid }),
    body: z.strictObject({ ids: z.array(uuid).min(1).max(100) }),
    answer: z.object({ actions: z.array(actionViewSchema) }),
  },
  async ({ platform, params, body: { ids }, caller, traceId }) => ({
    actions: await actionViews(platform, await requestPlan(platform, { caller, conversationId: params.id, ids, traceId })),
  }),
)
