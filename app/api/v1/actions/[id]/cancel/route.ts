import { z } from 'zod'
import { cancelAction } from '#lib/actions/index.ts'
import { actionView, actionViewSchema } from '#lib/faces/index.ts'
import { route, uuid } from '../../../_door/index.ts'

export const POST = route(
  { summary: 'Withdraw an action before it runs', permission: 'action.read', params: z.object({ id: uuid }), answer: actionViewSchema },
  async ({ platform, params: { id }, caller }) => actionView(platform, await cancelAction(platform, { actionId: id, caller })),
)
