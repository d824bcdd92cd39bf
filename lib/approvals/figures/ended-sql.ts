/** How the waiting of an action ended. `changed`: approved after somebody had changed what is sent. */
export const endings = ['approved', 'changed', 'rejected', 'expired'] as const
export type Ending = (typeof endings)[number]

/** The windows that figures are given for, in days. */
export const figureDays = [7, 30, 90] as const
export type FigureDays = (typeof figureDays)[number]

/**
 * The actions whose waiting ended between $1 and $2, one row each, as `ended`: id, operation, title, rules, at, seconds, ending, undone.
 * Read from the decisions and expiries of that time, which their indexes give; everything else hangs on those. `figureWindow` bounds how many.
 */
export const endedSql = `
  said as (
    select d."actionId", max(d.at) as at, bool_or(d.verdict = 'reject') as rejected
    from decision d where d.at >= $1::timestamptz and d.at < $2::timestamptz and d."voidedAt" is null and d.verdict in ('approve', 'reject')
    group by d."actionId"
  ),
  ended as materialized (
    select a.id, a.operation, a.title, a.policy->'rules' as rules, said.at,
      extract(epoch from said.at - case when a."waitingSince" <= said.at then a."waitingSince" else a."createdAt" end)::float as seconds,
      case when said.rejected then 'rejected' when exists (select from decision e where e."actionId" = a.id and e.verdict = 'edit') then 'changed' else 'approved' end as ending,
      exists (select from action u where u."undoOfId" = a.id and u.status = 'succeeded') as undone
    from said join action a on a.id = said."actionId"
    where a.status not in ('awaiting_approval', 'expired')
    union all
    select a.id, a.operation, a.title, a.policy->'rules', a."settledAt", null, 'expired', false
    from action a where a.status = 'expired' and a."settledAt" >= $1::timestamptz and a."settledAt" < $2::timestamptz
  )`

/** The names of the rules that asked for an approval. */
export const rulesThatAsked = `(select r->>'name' as rule from jsonb_array_elements(ended.rules) r where r->>'verdict' = 'require_approval')`
