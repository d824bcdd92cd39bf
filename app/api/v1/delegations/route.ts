import { z } from 'zod'
import { createDelegation, getDelegation, listDelegations } from '#lib/people/index.ts'
import { answer, listAnswer, listQuery, route, uuid } from '../_door/index.ts'
import { delegationViewSchema } from './delegation-view.ts'

const body = z.strictObject({
  from: uuid.optional(),
  to: uuid,
  startsAt: z.iso.datetime().optional(),
  endsAt: z.iso.datetime(),
  reason: z.string().max(500).optional(),
})

export const GET = route(
  {
    summary: 'Who decides for whom while they are away, newest first',
    permission: 'approval.read',
    query: listQuery.extend({ scope: z.enum(['mine', 'all']).default('mine') }),
    answer: listAnswer(delegationViewSchema),
  },
  ({ platform, query, caller }) => listDelegations(platform, { caller, ...query }),
)

export const POST = route(
  {
    summary: 'Let somebody decide in your place while you are away; an admin may do so for someone else',
    permission: 'delegation.manage',
    body,
    answer: delegationViewSchema,
    status: 201,
    replay: async ({ platform, resourceId, caller }) => answer(201, await getDelegation(platform, { delegationId: resourceId, caller })),
  },
  ({ platform, body: { from: fromId, to: toId, ...asked }, caller, traceId, within }) =>
    createDelegation(platform, { ...asked, fromId, toId, caller, traceId, within }),
)
