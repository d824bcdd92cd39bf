import type { Metadata } from 'next'
import { can } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { loadOrganisation, whyCurrencyStays } from '#lib/policy/index.ts'
import { requireCaller } from '../../../_session.ts'
import { NotForYou } from '../not-for-you.tsx'
import { HoursForm } from './hours-form.tsx'
import { MoneyForm } from './money-form.tsx'

export const metadata: Metadata = { title: 'Organisation' }

export default async function OrganisationPage() {
  const caller = await requireCaller()
  if (!can(caller, 'organisation.manage')) return <NotForYou />
  const platform = getPlatform()
  const { timeZone, businessHours, holidays, currency, rates } = await loadOrganisation(platform)
  const stays = await whyCurrencyStays(platform, currency)
  return (
    <>
      <MoneyForm money={{ currency, rates }} stays={stays} currencies={currenciesByName()} />
      <HoursForm hours={{ timeZone, businessHours, holidays }} zones={Intl.supportedValuesOf('timeZone')} />
    </>
  )
}

function currenciesByName(): { code: string; name: string }[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' })
  return Intl.supportedValuesOf('currency').map((code) => ({ code, name: names.of(code) ?? code }))
}
