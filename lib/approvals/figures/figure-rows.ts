import { type ActionRow, actionInclude, sqlValues } from '#lib/actions/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { type Ending, endedSql, type FigureDays, rulesThatAsked } from './ended-sql.ts'
import { figureWindow } from './figure-window.ts'

/** Which of the actions behind a figure. */
export interface FigureFilter {
  days: FigureDays
  ending?: Ending | undefined
  undone?: boolean | undefined
  operation?: string | undefined
  rule?: string | undefined
  /** The id of someone who decided. */
  approver?: string | undefined
  /** A day of UTC: 2026-11-28. */
  day?: string | undefined
}

export interface FigureRow {
  action: ActionRow
  at: Date
  ending: Ending
  undone: boolean
  seconds: number | null
}

/** The actions that a figure counts, the latest to end first: the very rows that `approvalFigures` counts. */
export async function figureRows(
  platform: Platform,
  { days, ending, undone, operation, rule, approver, day }: FigureFilter,
  { limit, after }: { limit: number; after?: { at: Date; id: string } | undefined },
): Promise<{ items: FigureRow[]; more: boolean }> {
  const { from, to } = await figureWindow(platform, days)
  const { values, add } = sqlValues()
  const fits = ['true']
  add(from)
  add(to)
  if (ending !== undefined) fits.push(`ending = ${add(ending)}`)
  if (undone !== undefined) fits.push(`undone = ${add(undone)}::boolean`)
  if (operation !== undefined) fits.push(`operation = ${add(operation)}`)
  if (rule !== undefined) fits.push(`${add(rule)} in ${rulesThatAsked}`)
  if (day !== undefined) fits.push(`to_char(at at time zone 'UTC', 'YYYY-MM-DD') = ${add(day)}`)
  if (approver !== undefined)
    fits.push(`exists (select from decision d where d."actionId" = ended.id and d."personId" = ${add(approver)}::uuid
      and d."voidedAt" is null and d.verdict in ('approve', 'reject') and d.at >= $1::timestamptz and d.at < $2::timestamptz)`)
  if (after !== undefined) fits.push(`(at, id) < (${add(after.at)}::timestamptz, ${add(after.id)}::uuid)`)
  const { rows } = await platform.pool.query<Omit<FigureRow, 'action'> & { id: string }>(
    `with ${endedSql} select id, at, ending, undone, seconds from ended where ${fits.join(' and ')}
     order by at desc, id desc limit ${add(limit + 1)}::int`,
    values,
  )
  const page = rows.slice(0, limit)
  const actions = await platform.db.action.findMany({ where: { id: { in: page.map(({ id }) => id) } }, include: actionInclude })
  const items = page.flatMap(({ id, ...row }) => {
    const action = actions.find((one) => one.id === id)
    return action === undefined ? [] : [{ action, ...row }]
  })
  return { items, more: rows.length > limit }
}
