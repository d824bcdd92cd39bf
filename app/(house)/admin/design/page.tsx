import type { Metadata } from 'next'
import { PageBody, PageHeader } from '#components/frame/page-header.tsx'
import { can } from '#lib/people/index.ts'
import { requireCaller } from '../../../_session.ts'
import { NotForYou } from '../not-for-you.tsx'
import { AdminSpecimens } from './admin-specimens.tsx'
import { CardSpecimens } from './card-specimens.tsx'
import { ChatSpecimens } from './chat-specimens.tsx'
import { FrameSpecimens } from './frame-specimens.tsx'
import { PartSpecimens } from './part-specimens.tsx'
import { ReviewSpecimens } from './review-specimens.tsx'
import { StorySpecimen } from './story-specimen.tsx'

export const metadata: Metadata = { title: 'Design' }

/** Each component in every state, with made-up data. Nothing on it does anything. */
export default async function DesignPage() {
  if (!can(await requireCaller(), 'system.read')) return <NotForYou />
  return (
    <>
      <PageHeader title="Design" beside={<span className="text-12 text-ink-3">every component in every state</span>} />
      <PageBody>
        <CardSpecimens />
        <ReviewSpecimens />
        <ChatSpecimens />
        <FrameSpecimens />
        <StorySpecimen />
        <PartSpecimens />
        <AdminSpecimens />
      </PageBody>
    </>
  )
}
