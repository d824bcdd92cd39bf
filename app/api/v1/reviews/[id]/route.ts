import { z } from 'zod'
import { getReview } from '#lib/approvals/index.ts'
import { route, uuid } from '../../_door/index.ts'
import { reviewViewSchema } from '../review-view.ts'

export const GET = route(
  {
    summary: 'One question that a run put to people',
    permission: 'approval.read',
    params: z.object({ id: uuid }),
    answer: reviewViewSchema,
  },
  ({ platform, params: { id }, caller }) => getReview(platform, { reviewId: id, caller }),
)
