'use client'

import { Unplug } from 'lucide-react'
import { PageHeader } from '#components/frame/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

interface PageErrorProps {
  error: Error & { digest?: string }
  retry: () => void
}

/** A page that could not be made: the frame stays, and nothing was changed by looking. */
export default function PageError({ error, retry }: PageErrorProps) {
  return (
    <>
      <PageHeader title="Not loaded" />
      <EmptyState icon={Unplug} title="This page could not be loaded" action={<Button onClick={retry}>Try again</Button>}>
        Nothing was changed. If it happens again, an admin can find out more
        {error.digest === undefined ? '.' : ` with the number ${error.digest}.`}
      </EmptyState>
    </>
  )
}
