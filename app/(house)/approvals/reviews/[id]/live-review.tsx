'use client'

import { ReviewCard } from '#components/review/review-card.tsx'
import type { ReviewView } from '#lib/approvals/index.ts'
import { answerQuestionOfRun } from './commands.ts'

/** A question whose button does what it says. */
export function LiveReview({ review }: { review: ReviewView }) {
  return (
    <ReviewCard
      review={review}
      onAnswer={async (given) => {
        const answered = await answerQuestionOfRun(given)
        if (!('problem' in answered)) return null
        const fields = answered.errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
        return { problem: [answered.problem, fields].filter(Boolean).join(' ') }
      }}
    />
  )
}
