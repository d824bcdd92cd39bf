import { recordAudit } from '#lib/audit/index.ts'
import { importedSchema } from '#lib/connectors/index.ts'
import { AppError, type JsonSchema } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { type Platform, toJson, withTransaction } from '#lib/platform/index.ts'
import { maySeeReview, type ReviewView, reviewHint, reviewViews, whyNotAnswer } from './review-view.ts'

export interface ReviewAnswer {
  reviewId: string
  caller: Caller
  answer: unknown
  comment?: string | undefined
}

/**
 * A person's answer, once: of two at the same moment one counts, the other is told. Throws `not_found`, `forbidden`, `invalid` with
 * the fields that do not fit the schema, and `conflict` with the review where it no longer waits. Not idempotent.
 */
export async function answerReview(platform: Platform, { reviewId, caller, answer, comment }: ReviewAnswer): Promise<ReviewView> {
  const before = await platform.db.review.findUnique({ where: { id: reviewId } })
  if (before === null || !maySeeReview(caller, before)) throw new AppError('not_found', 'There is no such question.')
  const late = async () =>
    new AppError('conflict', 'It does not wait for an answer any more.', { extra: { review: await viewOf(platform, caller, reviewId) } })
  if (before.status !== 'waiting') throw await late()
  const whyNot = whyNotAnswer(caller, before)
  if (whyNot !== null) throw new AppError('forbidden', whyNot)
  const parsed = importedSchema(before.schema as JsonSchema, { formats: true }).parse(answer)
  if (!parsed.ok) {
    throw new AppError('invalid', 'The answer does not fit.', {
      errors: parsed.errors.map(({ path, message }) => ({ path: path === '' ? 'answer' : `answer.${path}`, message })),
    })
  }
  const answered = await withTransaction(platform, async (tx) => {
    const { count } = await tx.review.updateMany({
      where: { id: reviewId, status: 'waiting' },
      data: {
        status: 'answered',
        answer: toJson(parsed.value),
        comment: comment ?? null,
        answeredById: caller.personId,
        answeredAt: platform.clock.now(),
      },
    })
    if (count === 0) return false
    await recordAudit(tx, {
      kind: 'review.answered',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'review', id: reviewId },
      content: { answer: parsed.value, comment: comment ?? null, ...(caller.apiKeyId === null ? {} : { apiKeyId: caller.apiKeyId }) },
    })
    platform.live.publish(tx, reviewHint(before, 'approval.closed'))
    return true
  })
  if (!answered) throw await late()
  return viewOf(platform, caller, reviewId)
}

async function viewOf(platform: Platform, caller: Caller, id: string): Promise<ReviewView> {
  const [view] = await reviewViews(platform, caller, [await platform.db.review.findUniqueOrThrow({ where: { id } })])
  if (view === undefined) throw new TypeError('a review has no view')
  return view
}
