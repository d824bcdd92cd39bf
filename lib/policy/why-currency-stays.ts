import type { Platform, Tx } from '#lib/platform/index.ts'
import { changeOperation } from './rules-for.ts'

interface Held {
  rules: boolean
  asked: boolean
  counted: boolean
  grants: boolean
  budgets: boolean
}

/**
 * Why the organisation's currency can't be another one, and what to do instead; null where it can. Stored amounts are bare minor units,
 * so none may be there that would be read in the new currency. The default rules are for any.
 */
export async function whyCurrencyStays({ db }: { db: Platform['db'] | Tx }, currency: string): Promise<string | null> {
  const [held] = await db.$queryRaw<Held[]>`
    select exists (select from policy_version where version > 1) as rules,
      exists (select from action where operation = ${changeOperation} and "settledAt" is null) as asked,
      exists (select from action where "moneyMinor" <> 0) or exists (select from labelled_example where "moneyMinor" <> 0) as counted,
      exists (select from standing_grant where "minorMost" is not null) as grants,
      exists (select from budget where measure = 'money' and "endedAt" is null) as budgets`
  const stays = `so the currency stays ${currency}. Give the other currency a rate instead.`
  if (held?.rules) return `The rules were changed, and their amounts are in ${currency}, ${stays}`
  if (held?.counted) return `Amounts of actions were counted in ${currency}, ${stays}`
  if (held?.grants) return `A standing grant was given up to an amount in ${currency}, ${stays}`
  if (held?.asked) return `A change of the rules waits, and its amounts are in ${currency}. Cancel it first.`
  if (held?.budgets) return `A budget is in ${currency}. End all budgets of money first, and set them anew afterwards.`
  return null
}
