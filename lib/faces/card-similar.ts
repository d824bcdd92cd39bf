import { type ActionRow, statusOf } from '#lib/actions/index.ts'
import { whyNotDecide } from '#lib/approvals/index.ts'
import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { Card } from './card-data.ts'

/** So many earlier decisions are counted, and so many of the newest actions of a kind looked at for them. */
const [counted, lookedAt] = [5, 200]

interface Counts {
  operation: string
  connectionId: string
  approved: number
  changed: number
  rejected: number
  expired: number
}

/** What was decided on the last few actions of the same operation on the same connection, for everything here that the reader may decide: one query. */
export async function similarOf(platform: Platform, caller: Caller, rows: readonly ActionRow[]): Promise<Map<string, Card['similar']>> {
  const waiting = rows.filter((row) => statusOf(row) === 'awaiting_approval' && whyNotDecide(caller, row) === null)
  if (waiting.length === 0) return new Map()
  const kinds = [...new Map(waiting.map((row) => [kindOf(row), row])).values()]
  const { rows: found } = await platform.pool.query<Counts>({
    name: 'similar_decisions',
    text: `select k.operation, k."connectionId",
        (count(*) filter (where d.status not in ('rejected', 'expired') and not d.edited))::int as approved,
        (count(*) filter (where d.status not in ('rejected', 'expired') and d.edited))::int as changed,
        (count(*) filter (where d.status = 'rejected'))::int as rejected,
        (count(*) filter (where d.status = 'expired'))::int as expired
      from unnest($1::text[], $2::uuid[]) as k(operation, "connectionId")
      cross join lateral (
        select a.status, exists (select 1 from decision e where e."actionId" = a.id and e.verdict = 'edit') as edited
        from (
          select id, status, "createdAt" from action
          where operation = k.operation and "connectionId" = k."connectionId"
          order by "createdAt" desc limit ${lookedAt}
        ) a
        where a.status = 'expired' or (a.status not in ('requested', 'awaiting_approval', 'cancelled', 'denied')
          and exists (select 1 from decision v where v."actionId" = a.id and v.verdict in ('approve', 'reject')))
        order by a."createdAt" desc limit ${counted}
      ) d
      group by k.operation, k."connectionId"`,
    values: [kinds.map(({ operation }) => operation), kinds.map(({ connectionId }) => connectionId)],
  })
  const byKind = new Map(found.map((counts) => [kindOf(counts), counts]))
  return new Map(
    waiting.map((row) => {
      const counts = byKind.get(kindOf(row))
      return [
        row.id,
        counts === undefined ? null : { ...similarWords(counts), href: `/actions?operation=${encodeURIComponent(row.operation)}` },
      ]
    }),
  )
}

function kindOf({ operation, connectionId }: Pick<Counts, 'operation' | 'connectionId'>): string {
  return `${connectionId} ${operation}`
}

/** "The last 5 like this: 4 approved, 1 changed" */
export function similarWords(counts: Pick<Counts, 'approved' | 'changed' | 'rejected' | 'expired'>): { sentence: string } {
  const { approved, changed, rejected, expired } = counts
  const all = approved + changed + rejected + expired
  const parts = [
    approved > 0 && `${approved} approved`,
    changed > 0 && `${changed} changed`,
    rejected > 0 && `${rejected} rejected`,
    expired > 0 && `${expired} not decided in time`,
  ].filter(Boolean)
  if (all === 1) return { sentence: `The last one like this: ${parts.join('').replace(/^1 /, '')}` }
  const one = parts.length === 1 && all > 1
  return { sentence: `The last ${all} like this: ${one ? parts.join('').replace(/^\d+/, 'all') : parts.join(', ')}` }
}
