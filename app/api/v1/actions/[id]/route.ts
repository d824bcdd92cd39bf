import { z } from 'zod'
import { getAction, waitForAction } from '#lib/actions/index.ts'
import { actionViewSchema, actionViews } from '#lib/faces/index.ts'
import { route, uuid } from '../../_door/index.ts'

const wait = z
  .string()
  .regex(/^\d{1,2}$/, 'whole seconds from 0 to 30')
  .transform(Number)
  .pipe(z.int().max(30, 'whole seconds from 0 to 30'))
  .default(0)

export const GET = route(
  {
    summary: 'One action, at once or when it has settled',
    permission: 'action.read',
    params: z.object({ id: uuid }),
    query: z.object({ wait }),
    answer: actionViewSchema,
  },
  async ({ platform, params: { id }, query, caller }) => {
    const row = await getAction(platform, { actionId: id, caller })
    const shown = query.wait === 0 ? row : await waitForAction(platform, id, { ms: query.wait * 1_000, until: 'rest' })
    return (await actionViews(platform, [shown]))[0]
  },
)
