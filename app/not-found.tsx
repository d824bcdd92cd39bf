import { FileQuestionMark } from 'lucide-react'
import type { Metadata } from 'next'
import { ButtonLink } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

export const metadata: Metadata = { title: 'Not here' }

/** An address that no page stands at. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh content-center">
      <h1 className="sr-only">Countersign</h1>
      <EmptyState icon={FileQuestionMark} title="There is nothing here" action={<ButtonLink href="/">To the first page</ButtonLink>}>
        No page stands at this address. It may have been mistyped.
      </EmptyState>
    </main>
  )
}
