import { z } from 'zod'
import { findPause, pauseActions, pauseScopes, standingPauses } from '#lib/actions/index.ts'
import { AppError } from '#lib/core/index.ts'
import { decodeCursor, pageOf } from '#lib/platform/index.ts'
import { answer, listAnswer, listQuery, route } from '../_door/index.ts'
import { pauseView, pauseViewSchema } from './pause-view.ts'

const body = z.strictObject({
  scope: z.enum(pauseScopes),
  connection: z.string().min(1).max(100).optional(),
  operation: z.string().min(1).max(300).optional(),
  reason: z.string().max(2_000),
})

export const GET = route(
  {
    summary: 'What is paused now, the widest first: it explains why actions wait',
    permission: 'action.read',
    query: listQuery,
    answer: listAnswer(pauseViewSchema),
  },
  async ({ platform, query: { limit, cursor } }) => {
    const standing = await standingPauses(platform)
    const last = decodeCursor(cursor, z.uuid())
    const from = last === undefined ? 0 : standing.findIndex(({ id }) => id === last) + 1
    return pageOf(standing.slice(from, from + limit + 1), limit, ({ id }) => id, pauseView)
  },
)

export const POST = route(
  {
    summary: 'Pause everything, one connection or one operation',
    permission: 'actions.pause',
    body,
    answer: pauseViewSchema,
    status: 201,
    replay: async ({ platform, resourceId }) => {
      const pause = await findPause(platform.db, resourceId)
      if (pause === null) throw new AppError('not_found', 'There is no such pause.')
      return answer(201, pauseView(pause))
    },
  },
  async ({ platform, body: asked, caller, within }) => pauseView(await pauseActions(platform, { ...asked, caller, within })),
)
