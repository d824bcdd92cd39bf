import type { Platform } from '#lib/platform/index.ts'
import type { ReplayedAction } from './replay-facts.ts'

/** The latest actions, the newest first, page by page: so many of them at once are in memory. */
export async function* readReplayed(
  { pool }: Pick<Platform, 'pool'>,
  { sample, pageRows }: { sample: number; pageRows: number },
): AsyncGenerator<readonly ReplayedAction[]> {
  let last: Pick<ReplayedAction, 'createdAt' | 'id'> | undefined
  for (let left = sample; left > 0; ) {
    const { rows }: { rows: ReplayedAction[] } = await pool.query<ReplayedAction>({
      name: 'replayed_actions',
      text: `select a.id, a.operation, a.effect, a.input, a.preview, a.policy -> 'facts' as facts, a.sources, a."connectionId",
          c.kind as connector, a."requestedById", a."createdAt", case when a.summary = '' then a.title else a.summary end as summary
        from action a join connection c on c.id = a."connectionId"
        where $1::timestamptz is null or (a."createdAt", a.id) < ($1, $2::uuid)
        order by a."createdAt" desc, a.id desc limit $3`,
      values: [last?.createdAt, last?.id, Math.min(left, pageRows)],
    })
    const end = rows.at(-1)
    if (end === undefined) return
    yield rows
    left -= rows.length
    last = end
  }
}
