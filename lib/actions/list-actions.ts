import type { Caller } from '#lib/people/index.ts'
import type { Platform, Prisma } from '#lib/platform/index.ts'
import { type ActionRow, actionInclude, loadAction } from './action-row.ts'
import { maySee, requireSight, sightFilter } from './may-see.ts'
import { maySeeThroughUndo } from './undo-sight.ts'

/** One action that the caller may see. Throws `not_found`. */
export async function getAction(platform: Platform, { actionId, caller }: { actionId: string; caller: Caller }): Promise<ActionRow> {
  const row = await loadAction(platform.db, actionId)
  if (!maySee(caller, row) && !(await maySeeThroughUndo(platform, caller, row))) requireSight(caller, row)
  return row
}

export interface ActionFilter {
  status?: string | undefined
  operation?: string | undefined
  requestedBy?: string | undefined
  conversationId?: string | undefined
  /** Words of the summary. */
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
  const where: Prisma.ActionWhereInput[] = [sightFilter(caller)]
  if (filter.status !== undefined) where.push({ status: filter.status })
  if (filter.operation !== undefined) where.push({ operation: filter.operation })
  if (filter.requestedBy !== undefined) where.push({ requestedById: filter.requestedBy })
  if (filter.conversationId !== undefined) where.push({ conversationId: filter.conversationId })
  if (filter.query !== undefined && filter.query.trim() !== '')
    where.push({ summary: { contains: filter.query.trim(), mode: 'insensitive' } })
  if (filter.after !== undefined) {
    const { createdAt, id } = filter.after
    where.push({ OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] })
  }
  const rows = await platform.db.action.findMany({
    where: { AND: where },
    include: actionInclude,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: filter.limit + 1,
  })
  return { items: rows.slice(0, filter.limit), more: rows.length > filter.limit }
}
