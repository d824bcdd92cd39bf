import { z } from 'zod'
import { AppError, currencyCode, type Rates } from '#lib/core/index.ts'
import { type Platform, toJson } from '#lib/platform/index.ts'

const key = 'organisation'

/** Who the organisation is and what its money is worth: data, changed without a deploy. */
export const organisationSchema = z.object({
  name: z.string().min(1),
  currency: currencyCode,
  /** Units of `currency` for one unit of each other, as decimal text. */
  rates: z.record(currencyCode, z.string().regex(/^\d{1,9}(\.\d{1,9})?$/, 'a decimal number as text, like "0.92"')),
})
export type Organisation = z.infer<typeof organisationSchema>

const unnamed: Organisation = { name: 'Your organisation', currency: 'EUR', rates: {} }

export async function loadOrganisation({ db }: Pick<Platform, 'db'>): Promise<Organisation> {
  const row = await db.setting.findUnique({ where: { key } })
  return organisationOf(row?.value)
}

function organisationOf(stored: unknown): Organisation {
  if (stored === undefined || stored === null) return unnamed
  const parsed = organisationSchema.safeParse(stored)
  if (!parsed.success) throw new AppError('internal', 'The organisation’s settings cannot be read.')
  return parsed.data
}

export async function saveOrganisation({ db }: Pick<Platform, 'db'>, organisation: Organisation): Promise<void> {
  const value = toJson(organisation)
  await db.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
}

/** The rates that rules about money are worked out with, from the setting as it is stored. */
export function ratesOf(stored: unknown): Rates {
  const { currency, rates } = organisationOf(stored)
  return { base: currency, rates }
}
