import { z } from 'zod'
import { findGrant, revokeGrant } from '#lib/approvals/index.ts'
import { route, uuid } from '../../../_door/index.ts'
import { grantViewSchema } from '../../grant-view.ts'

export const POST = route(
  { summary: 'End a standing grant', permission: 'grant.read', params: z.object({ id: uuid }), answer: grantViewSchema },
  async ({ platform, params: { id }, caller, traceId }) => {
    await revokeGrant(platform, { grantId: id, caller, traceId })
    return findGrant(platform, id)
  },
)
