import { type Platform, perPlatform, sharedRead } from '#lib/platform/index.ts'
import { localDay, policyInForce } from '#lib/policy/index.ts'
import type { Budget, BudgetDay } from './budget.ts'

type Stored = Omit<Budget, 'most' | 'used'> & { most: string; used: string }

/** Tokens are counted from the turns of the day, all else from what was taken for actions. */
const text = `select b.id, b.scope, b."subjectId", b.measure, b.most, t.name as team,
    coalesce(p.name, t.title, c.title) as subject,
    case when b.measure = 'tokens' then (
      select coalesce(sum(turn."inputTokens" + turn."outputTokens"), 0) from turn
        join conversation on conversation.id = turn."conversationId" join person owner on owner.id = conversation."ownerId"
        where turn."createdAt" >= $2 and turn."createdAt" < $3 and (b.scope = 'organisation'
          or (b.scope = 'person' and owner.id = b."subjectId") or (b.scope = 'team' and t.name = any (owner.teams)))
    ) else (select coalesce(sum(u.amount), 0) from budget_use u where u."budgetId" = b.id and u.day = $1) end as used
  from budget b
    left join person p on b.scope = 'person' and p.id = b."subjectId"
    left join team t on b.scope = 'team' and t.id = b."subjectId"
    left join connection c on b.scope = 'connection' and c.id = b."subjectId"
  where b."endedAt" is null order by b.scope, b.id`

const stateOf = perPlatform((platform: Platform) => ({
  any: sharedRead(async () => {
    const { rows } = await platform.pool.query({ name: 'any_budget', text: 'select 1 from budget where "endedAt" is null limit 1' })
    return rows.length > 0
  }),
  standing: sharedRead(async () => {
    const today = await budgetDay(platform)
    const { from, to } = localDay(platform.clock.now(), today)
    const { rows } = await platform.pool.query<Stored>({ name: 'standing_budgets', text, values: [today.day, from, to] })
    return rows.map(({ most, used, ...row }): Budget => ({ ...row, most: BigInt(most), used: BigInt(used) }))
  }),
}))

/** All that stand, with what was used of each today. One small look where there are none. */
export async function standingBudgets(platform: Platform): Promise<Budget[]> {
  const { any, standing } = stateOf(platform)
  return (await any()) ? standing() : []
}

/** The organisation's day as it is now. */
export async function budgetDay(platform: Platform): Promise<BudgetDay> {
  const { calendar } = await policyInForce(platform)
  const { day, to } = localDay(platform.clock.now(), calendar)
  return { day, to, timeZone: calendar.timeZone }
}
