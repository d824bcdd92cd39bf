import type { Metadata } from 'next'
import { PageBody, PageHeader } from '#components/frame/page-header.tsx'
import { listColleagues, listDelegations, listNotifications, loadPreferences } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { loadOrganisation } from '#lib/policy/index.ts'
import { requireCaller } from '../../_session.ts'
import { DelegationSection } from './delegation-section.tsx'
import { NotificationsSection } from './notifications/notifications-section.tsx'
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
  const [delegations, colleagues, passkeys, preferences, notifications, organisation] = await Promise.all([
    listDelegations(platform, { caller, limit: listed }),
    listColleagues(platform),
    passkeysOf(platform, caller),
    loadPreferences(platform, caller.personId),
    listNotifications(platform, caller),
    loadOrganisation(platform),
  ])
  return (
    <>
      <PageHeader title="Your account" />
      <PageBody width="read">
        <YouSection name={caller.name} email={caller.email} roles={caller.roles} teams={caller.teams} />
        <NotificationsSection
          preferences={preferences}
          notifications={notifications.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() }))}
          mailed={platform.env.NOTIFY_SMTP_URL !== undefined}
          timeZone={organisation.timeZone}
        />
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
