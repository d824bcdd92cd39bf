import { z } from 'zod'
import { listApprovals } from '#lib/approvals/index.ts'
import { actionViewSchema, actionViews } from '#lib/faces/index.ts'
import { decodeCursor, encodeCursor } from '#lib/platform/index.ts'
import { listAnswer, listQuery, route, uuid } from '../_door/index.ts'

const item = z.object({
  id: uuid,
  kind: z.enum(['action', 'unknown']),
  waitingSince: z.iso.datetime(),
  dueAt: z.iso.datetime().nullable(),
  mayDecide: z.boolean(),
  why: z.string(),
  action: actionViewSchema,
})
const query = listQuery.extend({ scope: z.enum(['mine', 'all']).default('mine') })

export const GET = route(
  { summary: 'What waits for a person, first due first', permission: 'approval.read', query, answer: listAnswer(item) },
  async ({ platform, query: { scope, limit, cursor }, caller }) => {
    const offset = decodeCursor(cursor, z.int().min(0)) ?? 0
    const { items, total } = await listApprovals(platform, caller, { scope, limit, offset })
    const views = await actionViews(
      platform,
      items.map(({ action }) => action),
    )
    return {
      items: items.map(({ action: _action, waitingSince, dueAt, ...rest }, index) => ({
        ...rest,
        waitingSince: waitingSince.toISOString(),
        dueAt: dueAt?.toISOString() ?? null,
        action: views[index],
      })),
      nextCursor: offset + items.length < total ? encodeCursor(offset + items.length) : null,
    }
  },
)
