import { z } from 'zod'
import { answerReview } from '#lib/approvals/index.ts'
import { route, uuid } from '../../../_door/index.ts'
import { reviewViewSchema } from '../../review-view.ts'

export const POST = route(
  {
    summary: 'Answer a question that a run put to people',
    permission: 'approval.read',
    params: z.object({ id: uuid }),
    body: z.strictObject({ answer: z.unknown(), comment: z.string().max(2_000).optional() }),
    answer: reviewViewSchema,
  },
  ({ platform, params: { id }, body, caller }) => answerReview(platform, { reviewId: id, caller, ...body }),
)
