import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { type ActionRow, actionInclude, loadAction } from './action-row.ts'
import { type SqlValues, sightSql, sqlValues } from './may-see.ts'
import { requireSightOf } from './require-sight-of.ts'

/** One action that the caller may see. Throws `not_found`. */
export async function getAction(platform: Platform, { actionId, caller }: { actionId: string; caller: Caller }): Promise<ActionRow> {
  const row = await loadAction(platform.db, actionId)
  await requireSightOf(platform, caller, row)
  return row
}

export interface ActionFilter {
  status?: string | undefined
  operation?: string | undefined
  requestedBy?: string | undefined
  conversationId?: string | undefined
  /** Words of the summary, all of them; the last may be the beginning of one. */
  query?: string | undefined
  limit: number
  /** The last item of the page before. */
  after?: { createdAt: Date; id: string } | undefined
}

/** What the caller may see, newest first; one more than `limit` is never read. */
export async function listActions(
  platform: Platform,
  caller: Caller,
  filter: ActionFilter,
): Promise<{ items: ActionRow[]; more: boolean }> {
  const { values, add } = sqlValues()
  const fits = filterSql(caller, filter, { add })
  // Without a name, so that each is planned for its own words and names: how many rows they fit decides which index is best.
  const { rows } = await platform.pool.query<{ id: string }>(
    `select a.id from action a where ${fits} order by a."createdAt" desc, a.id desc limit ${add(filter.limit + 1)}::int`,
    values,
  )
  const ids = rows.slice(0, filter.limit).map(({ id }) => id)
  const items = await platform.db.action.findMany({
    where: { id: { in: ids } },
    include: actionInclude,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return { items, more: rows.length > filter.limit }
}

function filterSql(caller: Caller, filter: ActionFilter, { add }: SqlValues): string {
  const fits = [sightSql(caller, { add })]
  if (filter.status !== undefined) fits.push(`a.status = ${add(filter.status)}`)
  if (filter.operation !== undefined) fits.push(`a.operation = ${add(filter.operation)}`)
  if (filter.requestedBy !== undefined) fits.push(`a."requestedById" = ${add(filter.requestedBy)}::uuid`)
  if (filter.conversationId !== undefined) fits.push(`a."conversationId" = ${add(filter.conversationId)}::uuid`)
  if (filter.query !== undefined && filter.query.trim() !== '') fits.push(`search_words(a.summary) @@ search_query(${add(filter.query)})`)
  if (filter.after !== undefined) {
    const { createdAt, id } = filter.after
    fits.push(`(a."createdAt", a.id) < (${add(createdAt)}::timestamptz, ${add(id)}::uuid)`)
  }
  return fits.map((fit) => `(${fit})`).join(' and ')
}
