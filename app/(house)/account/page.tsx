import type { Metadata } from 'next'
import { PageBody, PageHeader } from '#components/frame/page-header.tsx'
import { requireCaller } from '../../_session.ts'
import { YouSection } from './you-section.tsx'

export const metadata: Metadata = { title: 'Your account' }

/** What a person sets for themselves, a section each. */
export default async function AccountPage() {
  const caller = await requireCaller()
  return (
    <>
      <PageHeader title="Your account" />
      <PageBody width="read">
        <YouSection name={caller.name} email={caller.email} roles={caller.roles} teams={caller.teams} />
      </PageBody>
    </>
  )
}
