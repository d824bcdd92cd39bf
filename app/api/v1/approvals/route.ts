import { z } from 'zod'
import { listApprovals } from '#lib/approvals/index.ts'
import { actionView, actionViewSchema } from '#lib/faces/index.ts'
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
    return {
      items: items.map(({ action, waitingSince, dueAt, ...rest }) => ({
        ...rest,
        waitingSince: waitingSince.toISOString(),
        dueAt: dueAt?.toISOString() ?? null,
        action: actionView(action),
      })),
      nextCursor: offset + items.length < total ? encodeCursor(offset + items.length) : null,
    }
  },
)
