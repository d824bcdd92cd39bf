import type { z } from 'zod'
import { recordAudit } from '#lib/audit/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'
import { organisationSchema, organisationToChange, saveOrganisation, settingKey } from './organisation-rates.ts'

/** When the organisation works, whole: what is not given is not as it was but as usual. */
export const businessHoursSchema = organisationSchema.pick({ timeZone: true, businessHours: true, holidays: true })
export type BusinessHoursChange = z.input<typeof businessHoursSchema>

/** For cards that begin to wait from now on; the time of those that wait stays. Throws `forbidden` to all but admins. Idempotent. */
export async function changeBusinessHours(
  platform: Platform,
  { caller, given }: { caller: Caller; given: z.output<typeof businessHoursSchema> },
): Promise<void> {
  requireAbility(caller, 'organisation.manage')
  const after = { ...given, holidays: [...new Set(given.holidays)].sort() }
  await withTransaction(platform, async (tx) => {
    const organisation = await organisationToChange(tx)
    await saveOrganisation({ db: tx }, { ...organisation, ...after })
    const { timeZone, businessHours, holidays } = organisation
    await recordAudit(tx, {
      kind: 'organisation.hours_changed',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'organisation', id: settingKey },
      content: { before: { timeZone, businessHours, holidays }, after },
    })
  })
}
