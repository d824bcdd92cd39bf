import { z } from 'zod'
import { resolveAction } from '#lib/actions/index.ts'
import { actionView, actionViewSchema } from '#lib/faces/index.ts'
import { route, uuid } from '../../../_door/index.ts'

const body = z.strictObject({ outcome: z.enum(['succeeded', 'failed', 'run_again']), comment: z.string().trim().min(1).max(2_000) })

export const POST = route(
  {
    summary: 'Say how an unknown outcome ended',
    permission: 'action.read',
    params: z.object({ id: uuid }),
    body,
    answer: actionViewSchema,
  },
  async ({ platform, params: { id }, body: { outcome, comment }, caller }) =>
    actionView(platform, await resolveAction(platform, { actionId: id, outcome, comment, caller })),
)
