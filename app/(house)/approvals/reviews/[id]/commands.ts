'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { answerReview } from '#lib/approvals/index.ts'
import type { Answered } from '../../../admin/answered.ts'
import { answer } from '../../../admin/command.ts'

const answerSchema = z.object({ id: z.uuid(), answer: z.unknown(), comment: z.string().max(2_000).optional() })

export async function answerQuestionOfRun(given: z.input<typeof answerSchema>): Promise<Answered> {
  return answer({ ability: 'approval.read', type: answerSchema, given }, async ({ platform, given: { id, ...said }, caller }) => {
    await answerReview(platform, { reviewId: id, caller, ...said })
    revalidatePath(`/approvals/reviews/${id}`)
    revalidatePath('/approvals')
  })
}
