import { z } from 'zod'
import { liftPause } from '#lib/actions/index.ts'
import { route, uuid } from '../../../_door/index.ts'
import { pauseView, pauseViewSchema } from '../../pause-view.ts'

export const POST = route(
  {
    summary: 'Resume what was paused',
    permission: 'actions.pause',
    params: z.object({ id: uuid }),
    body: z.strictObject({ reason: z.string().max(2_000) }),
    answer: pauseViewSchema,
  },
  async ({ platform, params: { id }, body: { reason }, caller }) => pauseView(await liftPause(platform, { pauseId: id, reason, caller })),
)
