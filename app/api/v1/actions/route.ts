import { z } from 'zod'
import { dryRunAction, listActions, loadAction, requestAction, waitForAction } from '#lib/actions/index.ts'
import { actionStatuses } from '#lib/core/index.ts'
import { actionView, actionViewSchema, actionViews, verdictView } from '#lib/faces/index.ts'
import { decodeCursor, encodeCursor } from '#lib/platform/index.ts'
import { answer, listAnswer, listQuery, route, uuid } from '../_door/index.ts'

/** How long the answer waits for preview and verdict. */
const preparedWithinMs = 5_000

const body = z.strictObject({
  operation: z.string().min(1).max(200),
  input: z.unknown().refine((value) => value !== undefined, 'is needed'),
  connection: z.string().min(1).max(100).optional(),
  reason: z.string().max(2_000).optional(),
  after: z.array(uuid).max(50).optional(),
  corrects: uuid.optional(),
  dryRun: z.boolean().optional(),
})
const query = listQuery.extend({
  status: z.enum(actionStatuses).optional(),
  operation: z.string().max(200).optional(),
  requestedBy: uuid.optional(),
  query: z.string().max(200).optional(),
})
const place = z.object({ createdAt: z.iso.datetime(), id: uuid })

export const GET = route(
  { summary: 'Actions, newest first', permission: 'action.read', query, answer: listAnswer(actionViewSchema) },
  async ({ platform, query: { cursor, limit, ...filter }, caller }) => {
    const from = decodeCursor(cursor, place)
    const after = from === undefined ? undefined : { createdAt: new Date(from.createdAt), id: from.id }
    const { items, more } = await listActions(platform, caller, { ...filter, limit, after })
    const last = more ? items.at(-1) : undefined
    return {
      items: await actionViews(platform, items),
      nextCursor: last === undefined ? null : encodeCursor({ createdAt: last.createdAt.toISOString(), id: last.id }),
    }
  },
)

export const POST = route(
  {
    summary: 'Ask for an action',
    permission: 'action.request',
    body,
    answer: actionViewSchema,
    status: 201,
    replay: async ({ platform, resourceId }) => answer(201, await actionView(platform, await loadAction(platform.db, resourceId))),
  },
  async ({ platform, body: { dryRun, corrects, ...asked }, caller, traceId, within }) => {
    const request = { ...asked, correctsId: corrects, caller, via: 'api' as const, traceId, within }
    if (dryRun === true) {
      const { shown, policy } = await dryRunAction(platform, request)
      return answer(200, { preview: shown, policy: { ...verdictView(policy), requirements: policy.requirements } })
    }
    const row = await requestAction(platform, request)
    const prepared = row.status === 'requested' ? await waitForAction(platform, row.id, { ms: preparedWithinMs, until: 'prepared' }) : row
    return actionView(platform, prepared)
  },
)
