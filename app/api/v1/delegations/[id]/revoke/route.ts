import { z } from 'zod'
import { revokeDelegation } from '#lib/people/index.ts'
import { route, uuid } from '../../../_door/index.ts'
import { delegationViewSchema } from '../../delegation-view.ts'

export const POST = route(
  {
    summary: 'End a delegation now',
    permission: 'delegation.manage',
    params: z.object({ id: uuid }),
    answer: delegationViewSchema,
  },
  ({ platform, params: { id }, caller, traceId }) => revokeDelegation(platform, { delegationId: id, caller, traceId }),
)
