import { z } from 'zod'
import { actionStory, getAction } from '#lib/actions/index.ts'
import { route, uuid } from '../../../_door/index.ts'

const item = z.object({
  at: z.iso.datetime(),
  kind: z.string(),
  title: z.string(),
  detail: z.string(),
  facts: z.string().nullable(),
  auditEventId: z.uuid().nullable(),
  auditIndex: z.int().nullable(),
  actionId: z.uuid().optional(),
})

export const GET = route(
  {
    summary: 'Everything that explains an action',
    permission: 'action.read',
    params: z.object({ id: uuid }),
    answer: z.object({ items: z.array(item) }),
  },
  async ({ platform, params: { id }, caller }) => ({
    items: await actionStory(platform, await getAction(platform, { actionId: id, caller })),
  }),
)
