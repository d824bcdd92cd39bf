import type { Metadata } from 'next'
import { can } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { loadOrganisation } from '#lib/policy/index.ts'
import { requireCaller } from '../../../_session.ts'
import { NotForYou } from '../not-for-you.tsx'
import { HoursForm } from './hours-form.tsx'

export const metadata: Metadata = { title: 'Organisation' }

export default async function OrganisationPage() {
  const caller = await requireCaller()
  if (!can(caller, 'organisation.manage')) return <NotForYou />
  const { timeZone, businessHours, holidays } = await loadOrganisation(getPlatform())
  return <HoursForm hours={{ timeZone, businessHours, holidays }} zones={Intl.supportedValuesOf('timeZone')} />
}
