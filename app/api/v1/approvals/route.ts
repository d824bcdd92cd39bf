import { z } from 'zod'
import { inboxKinds, inboxSorts, listApprovals } from '#lib/approvals/index.ts'
import { actionViewSchema, actionViews } from '#lib/faces/index.ts'
import { decodeCursor, encodeCursor } from '#lib/platform/index.ts'
import { listAnswer, listQuery, route, uuid } from '../_door/index.ts'
import { reviewViewSchema } from '../reviews/review-view.ts'

const item = z.object({
  id: uuid,
  kind: z.enum(inboxKinds),
  waitingSince: z.iso.datetime(),
  dueAt: z.iso.datetime().nullable(),
  mayDecide: z.boolean(),
  why: z.string(),
  action: actionViewSchema.optional(),
  review: reviewViewSchema.optional(),
})
const query = listQuery.extend({
  scope: z.enum(['mine', 'all']).default('mine').describe('`mine`: what you may decide. `all`: whatever waits that you may see'),
  kind: z.enum(inboxKinds).optional().describe('An action to decide on, one whose outcome is unknown, or a question of a run'),
  operation: z.string().max(200).optional(),
  connection: z.string().max(100).optional().describe('Its name or id'),
  requestedBy: uuid.optional(),
  rule: z.string().max(100).optional().describe('The name of a rule that asks for approval'),
  risk: z
    .string()
    .regex(/^\d{1,3}$/, 'a whole number from 0 to 100')
    .transform(Number)
    .optional()
    .describe('At least so risky, 0 to 100'),
  tainted: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional()
    .describe('Asked for with outside content in sight'),
  dueBefore: z.iso
    .datetime()
    .transform((time) => new Date(time))
    .optional(),
  query: z.string().max(200).optional().describe('Words of the sentence, all of them; the last may be the beginning of one'),
  sort: z.enum(inboxSorts).default('due').describe('First due first, or riskiest first'),
})
const time = z.iso.datetime().transform((at) => new Date(at))
const place = z.object({ dueAt: time.nullable(), risk: z.int(), waitingSince: time, id: uuid })

export const GET = route(
  { summary: 'What waits for a person', permission: 'approval.read', query, answer: listAnswer(item) },
  async ({ platform, query: { limit, cursor, sort, ...filter }, caller }) => {
    const { items, next } = await listApprovals(platform, caller, { filter, sort, limit, after: decodeCursor(cursor, place) })
    const views = await actionViews(
      platform,
      items.flatMap(({ action }) => action ?? []),
    )
    return {
      items: items.map(({ action, waitingSince, dueAt, ...rest }) => ({
        ...rest,
        waitingSince: waitingSince.toISOString(),
        dueAt: dueAt?.toISOString() ?? null,
        ...(action === undefined ? {} : { action: views.find(({ id }) => id === action.id) }),
      })),
      nextCursor: next === null ? null : encodeCursor(next),
    }
  },
)
