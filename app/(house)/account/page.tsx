import type { Metadata } from 'next'
import { PageBody, PageHeader } from '#components/frame/page-header.tsx'
import { listColleagues, listDelegations } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../_session.ts'
import { DelegationSection } from './delegation-section.tsx'
import { passkeysOf } from './passkeys/passkeys-of.ts'
import { PasskeysSection } from './passkeys/passkeys-section.tsx'
import { YouSection } from './you-section.tsx'

export const metadata: Metadata = { title: 'Your account' }

/** How many delegations are shown, the newest. */
const listed = 20

/** What a person sets for themselves, a section each. */
export default async function AccountPage() {
  const caller = await requireCaller()
  const platform = getPlatform()
  const [delegations, colleagues, passkeys] = await Promise.all([
    listDelegations(platform, { caller, limit: listed }),
    listColleagues(platform),
    passkeysOf(platform, caller),
  ])
  return (
    <>
      <PageHeader title="Your account" />
      <PageBody width="read">
        <YouSection name={caller.name} email={caller.email} roles={caller.roles} teams={caller.teams} />
        <PasskeysSection {...passkeys} />
        <DelegationSection
          delegations={delegations.items}
          colleagues={colleagues.filter(({ id }) => id !== caller.personId)}
          me={caller.personId}
        />
      </PageBody>
    </>
  )
}
