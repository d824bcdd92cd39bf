import { z } from 'zod'
import { recordAudit } from '#lib/audit/index.ts'
import { AppError, canonicalJson, currencyCode } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'
import { organisationSchema, organisationToChange, rateText, saveOrganisation, settingKey } from './organisation-rates.ts'
import { whyCurrencyStays } from './why-currency-stays.ts'

const mostRates = 50
const known = new Set(Intl.supportedValuesOf('currency'))
const knownCode = currencyCode.refine((code) => known.has(code), 'a currency of ISO 4217, like "USD"')
const rateWords = 'a number above 0 with a point, like 0.92; at most 9 digits on each side'

/** The organisation's currency and what others are worth in it, whole: a currency that is not given has no rate any more. */
export const moneyChangeSchema = z
  .strictObject({
    currency: knownCode,
    rates: z
      .array(z.strictObject({ currency: knownCode, rate: z.string().regex(rateText, rateWords).regex(/[1-9]/, rateWords) }))
      .max(mostRates, `at most ${mostRates} rates`),
    /** What the change was made from: where it is something else by now, it is refused. */
    expected: organisationSchema.pick({ currency: true, rates: true }),
  })
  .superRefine(({ currency, rates }, context) => {
    const codes = rates.map((one) => one.currency)
    for (const [index, code] of codes.entries()) {
      const path = ['rates', index, 'currency']
      if (code === currency) context.addIssue({ code: 'custom', path, message: 'is your own currency, which needs no rate' })
      else if (codes.indexOf(code) < index) context.addIssue({ code: 'custom', path, message: 'has a rate above already' })
    }
  })
export type MoneyChange = z.infer<typeof moneyChangeSchema>

/**
 * For verdicts from now on. Idempotent. Throws `forbidden` to all but admins, `conflict` where somebody else changed it meanwhile, or
 * where amounts are kept that were counted in the former currency.
 */
export async function changeMoney(platform: Platform, { caller, given }: { caller: Caller; given: MoneyChange }): Promise<void> {
  requireAbility(caller, 'organisation.manage')
  const after = { currency: given.currency, rates: Object.fromEntries(given.rates.map(({ currency, rate }) => [currency, rate])) }
  await withTransaction(platform, async (tx) => {
    const organisation = await organisationToChange(tx)
    const before = { currency: organisation.currency, rates: organisation.rates }
    if (canonicalJson(after) === canonicalJson(before)) return
    if (canonicalJson(given.expected) !== canonicalJson(before)) throw changedMeanwhile()
    const why = after.currency === before.currency ? null : await whyCurrencyStays({ db: tx }, before.currency)
    if (why !== null) throw new AppError('conflict', 'Nothing was changed.', { errors: [{ path: 'currency', message: why }] })
    await saveOrganisation({ db: tx }, { ...organisation, ...after })
    await recordAudit(tx, {
      kind: 'organisation.money_changed',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'organisation', id: settingKey },
      content: { before, after },
    })
    platform.live.publish(tx, { type: 'organisation.updated', id: settingKey, roles: ['admin'] })
  })
}

function changedMeanwhile(): AppError {
  return new AppError('conflict', 'Someone else changed the currency or the rates meanwhile. Load the page again, then change them.')
}
