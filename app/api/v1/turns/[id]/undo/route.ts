import { z } from 'zod'
import { type TurnUndo, undoTurn } from '#lib/actions/index.ts'
import { actionViewSchema, actionViews } from '#lib/faces/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { answer, route, uuid } from '../../../_door/index.ts'

const answered = z.object({
  turnId: uuid,
  /** The undos, in the order in which they run: each after the one before. */
  items: z.array(actionViewSchema),
  leftOut: z.array(z.object({ actionId: uuid, operation: z.string(), summary: z.string(), why: z.string() })),
})

async function view(platform: Platform, { turnId, steps, leftOut }: TurnUndo): Promise<z.output<typeof answered>> {
  return {
    turnId,
    items: await actionViews(platform, steps),
    leftOut: leftOut.map(({ action, why }) => ({ actionId: action.id, operation: action.operation, summary: action.summary, why })),
  }
}

export const POST = route(
  {
    summary: 'Ask to undo all that a turn has done, the newest first',
    permission: 'action.request',
    params: z.object({ id: uuid }),
    answer: answered,
    status: 201,
    // Steps that stand are not made twice, so that a repeat after a crash asks for those that are missing.
    replay: async ({ platform, caller, traceId, resourceId }) =>
      answer(201, await view(platform, await undoTurn(platform, { turnId: resourceId, caller, via: 'api', traceId }))),
  },
  async ({ platform, params: { id }, caller, traceId, within }) =>
    view(platform, await undoTurn(platform, { turnId: id, caller, via: 'api', traceId, within })),
)
