import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageBody, PageHeader } from '#components/frame/page-header.tsx'
import { getReview } from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../../_session.ts'
import { pageId } from '../../../page-id.ts'
import { LiveReview } from './live-review.tsx'

export const metadata: Metadata = { title: 'A question' }

export default async function ReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const caller = await requireCaller()
  const reviewId = pageId((await params).id)
  const review =
    reviewId === null
      ? null
      : await getReview(getPlatform(), { reviewId, caller }).catch((error: unknown) => {
          if (isAppError(error, 'not_found')) return null
          throw error
        })
  if (review === null) notFound()
  return (
    <>
      <PageHeader title="A question" back={{ href: '/approvals', label: 'the approvals' }} />
      <PageBody width="read">
        <LiveReview review={review} />
      </PageBody>
    </>
  )
}
