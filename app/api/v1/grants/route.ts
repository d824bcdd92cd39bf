import { z } from 'zod'
import { findGrant, listGrants, makeGrant, newGrantSchema } from '#lib/approvals/index.ts'
import { answer, listAnswer, listQuery, route } from '../_door/index.ts'
import { grantViewSchema } from './grant-view.ts'

const query = listQuery.extend({ standing: z.enum(['true', 'false']).optional() })

export const GET = route(
  { summary: 'Standing grants, newest first', permission: 'grant.read', query, answer: listAnswer(grantViewSchema) },
  ({ platform, query: { limit, cursor, standing } }) => listGrants(platform, { limit, cursor, standing: standing === 'true' }),
)

export const POST = route(
  {
    summary: 'Allow what is like an action from now on, within limits',
    permission: 'grant.make',
    body: newGrantSchema,
    answer: grantViewSchema,
    status: 201,
    replay: async ({ platform, resourceId }) => answer(201, await findGrant(platform, resourceId)),
  },
  async ({ platform, body, caller, traceId, within }) =>
    findGrant(platform, await makeGrant(platform, { caller, given: body, traceId, within })),
)
