import type { Platform } from '#lib/platform/index.ts'
import type { VerdictKind } from '#lib/policy/index.ts'

/** What one rule that only records would have said, and how often. */
export interface ShadowCount {
  rule: string
  /** What it would have said. */
  verdict: VerdictKind
  /** What was said. */
  said: VerdictKind
  actions: number
}

export interface ShadowOutcome {
  actionId: string
  summary: string
  operation: string
  at: Date
  rule: string
  verdict: VerdictKind
  said: VerdictKind
}

export interface ShadowOutcomes {
  since: Date
  /** Over the latest 10,000 actions since then. */
  counts: ShadowCount[]
  /** The newest of those where it says something else than what was said. */
  rows: ShadowOutcome[]
}

const lately = `select a.id, a.summary, a.operation, a."createdAt" as at, a.policy->>'verdict' as said, s->>'name' as rule, s->>'verdict' as verdict
  from (select id, summary, operation, "createdAt", policy from action where "createdAt" >= $1 order by "createdAt" desc, id desc limit 10000) a
  cross join lateral jsonb_array_elements(case jsonb_typeof(a.policy->'shadow') when 'array' then a.policy->'shadow' else '[]' end) s`

/** What rules that only record would have said in the last `days`; `limit` rows at most. */
export async function shadowOutcomes(platform: Platform, { days, limit }: { days: number; limit: number }): Promise<ShadowOutcomes> {
  const since = new Date(platform.clock.now().getTime() - days * 86_400_000)
  const [counts, rows] = await Promise.all([
    platform.pool.query<ShadowCount>({
      name: 'shadow_counts',
      text: `select rule, verdict, said, count(*)::int as actions from (${lately}) found group by 1, 2, 3 order by 1, 2, 3 limit 500`,
      values: [since],
    }),
    platform.pool.query<ShadowOutcome>({
      name: 'shadow_rows',
      text: `select id as "actionId", summary, operation, at, rule, verdict, said from (${lately}) found
        where verdict <> said order by at desc, id desc limit $2`,
      values: [since, limit],
    }),
  ])
  return { since, counts: counts.rows, rows: rows.rows }
}
