import { AppError, type Rates } from '#lib/core/index.ts'
import { type Platform, perPlatform, sharedRead } from '#lib/platform/index.ts'
import type { BusinessCalendar } from './business-time.ts'
import { calendarOf, organisationOf, ratesOf } from './organisation-rates.ts'
import { type Policy, rulesSchema } from './rule.ts'

/** What a verdict is worked out with. */
export interface InForce {
  policy: Policy
  rates: Rates
  calendar: BusinessCalendar
  /** Whether any budget stands: most houses have none, and then none is looked for. */
  budgets: boolean
}

interface Current {
  version: number | null
  organisation: unknown
  budgets: boolean
}

/** One read for all verdicts of the moment; rules are parsed, and their conditions compiled, once for each version. */
const stateOf = perPlatform((platform: Platform) => {
  let known: Policy | null = null
  const current = sharedRead(async () => {
    const { rows } = await platform.pool.query<Current>({
      name: 'policy_in_force',
      text: `select (select max(version) from policy_version) as version, (select value from setting where key = 'organisation') as organisation,
          exists (select from budget where "endedAt" is null) as budgets`,
    })
    return rows[0] ?? { version: null, organisation: undefined, budgets: false }
  })
  const policyAt = async (version: number): Promise<Policy> => {
    if (known?.version === version) return known
    const { rules } = await platform.db.policyVersion.findUniqueOrThrow({ where: { version } })
    known = { version, rules: rulesSchema.parse(rules) }
    return known
  }
  return { current, policyAt }
})

/** The policy and the rates as they are now. Throws `internal` where there is no policy: without rules nothing may be decided. */
export async function policyInForce(platform: Platform): Promise<InForce> {
  const { current, policyAt } = stateOf(platform)
  const { version, organisation: stored, budgets } = await current()
  if (version === null) throw new AppError('internal', 'There is no policy yet. Start the system once: it writes the first one.')
  const organisation = organisationOf(stored)
  return { policy: await policyAt(version), rates: ratesOf(organisation), calendar: calendarOf(organisation), budgets }
}
