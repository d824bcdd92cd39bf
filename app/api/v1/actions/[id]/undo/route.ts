import { z } from 'zod'
import { loadAction, undoAction, waitForAction } from '#lib/actions/index.ts'
import { actionView, actionViewSchema } from '#lib/faces/index.ts'
import { answer, route, uuid } from '../../../_door/index.ts'

const preparedWithinMs = 5_000

export const POST = route(
  {
    summary: 'Ask to undo an action: answers the action that takes it back',
    permission: 'action.request',
    params: z.object({ id: uuid }),
    answer: actionViewSchema,
    status: 201,
    replay: async ({ platform, resourceId }) => answer(201, await actionView(platform, await loadAction(platform.db, resourceId))),
  },
  async ({ platform, params: { id }, caller, traceId, within }) => {
    const row = await undoAction(platform, { actionId: id, caller, via: 'api', traceId, within })
    const prepared = row.status === 'requested' ? await waitForAction(platform, row.id, { ms: preparedWithinMs, until: 'prepared' }) : row
    return actionView(platform, prepared)
  },
)
