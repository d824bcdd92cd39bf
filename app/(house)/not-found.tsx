import { FileQuestionMark } from 'lucide-react'
import type { Metadata } from 'next'
import { PageHeader } from '#components/frame/page-header.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

export const metadata: Metadata = { title: 'Not here' }

/** The same words for what is not there and for what one may not see. */
export default function NotFound() {
  return (
    <>
      <PageHeader title="Not here" />
      <EmptyState icon={FileQuestionMark} title="There is nothing here" action={<ButtonLink href="/chat">To your chat</ButtonLink>}>
        It does not exist, or you may not see it. Ask an admin if you think that you should.
      </EmptyState>
    </>
  )
}
