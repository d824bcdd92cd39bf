import { z } from 'zod'
import { AppError, currencyCode, type Rates } from '#lib/core/index.ts'
import { type Platform, type Tx, toJson } from '#lib/platform/index.ts'
import type { BusinessCalendar } from './business-time.ts'

export const settingKey = 'organisation'

/** Any number: who changes the organisation at the same moment must see each other, also before its row is there. */
const organisationLock = 7_262_317_104

/** How a rate is written; nine digits after the point are what `toBaseMinor` counts with. */
export const rateText = /^\d{1,9}(\.\d{1,9})?$/

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time of day, like "09:00"')

/** Monday to Friday, nine to five. */
const usualHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }

/** Who the organisation is, what its money is worth and when it works: data, changed without a deploy. */
export const organisationSchema = z.object({
  name: z.string().min(1),
  currency: currencyCode,
  /** Units of `currency` for one unit of each other, as decimal text. */
  rates: z.record(currencyCode, z.string().regex(rateText, 'a decimal number as text, like "0.92"')),
  timeZone: z.string().refine(isTimeZone, 'the name of a time zone, like "Europe/Berlin"').default('UTC'),
  businessHours: z
    .object({ days: z.array(z.int().min(1).max(7)).min(1).max(7), from: time, to: time })
    .refine(({ from, to }) => from < to, 'ends later than it begins')
    .default(usualHours),
  holidays: z.array(z.iso.date()).max(1000).default([]),
})
export type Organisation = z.infer<typeof organisationSchema>

const unnamed: Organisation = organisationSchema.parse({ name: 'Your organisation', currency: 'EUR', rates: {} })

export async function loadOrganisation({ db }: Pick<Platform, 'db'>): Promise<Organisation> {
  const row = await db.setting.findUnique({ where: { key: settingKey } })
  return organisationOf(row?.value)
}

/** The setting as it is stored; what is not said there is as usual. Throws `internal` where it cannot be read. */
export function organisationOf(stored: unknown): Organisation {
  if (stored === undefined || stored === null) return unnamed
  const parsed = organisationSchema.safeParse(stored)
  if (!parsed.success) throw new AppError('internal', 'The organisation’s settings cannot be read.')
  return parsed.data
}

/** As it is now, for who changes it in this transaction; others who would wait until its end. */
export async function organisationToChange(tx: Tx): Promise<Organisation> {
  await tx.$queryRaw`select pg_advisory_xact_lock(${organisationLock}::bigint)::text`
  return organisationOf((await tx.setting.findUnique({ where: { key: settingKey } }))?.value)
}

export async function saveOrganisation(
  { db }: { db: Platform['db'] | Tx },
  organisation: z.input<typeof organisationSchema>,
): Promise<void> {
  const value = toJson(organisation)
  await db.setting.upsert({ where: { key: settingKey }, create: { key: settingKey, value }, update: { value } })
}

/** The rates that rules about money are worked out with. */
export function ratesOf({ currency, rates }: Organisation): Rates {
  return { base: currency, rates }
}

/** When the organisation works. */
export function calendarOf({ timeZone, businessHours, holidays }: Organisation): BusinessCalendar {
  return { timeZone, businessHours, holidays }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
