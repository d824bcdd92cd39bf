import { z } from 'zod'
import { endings, type FigureFilter, figureDays } from '#lib/approvals/index.ts'
import { type Search, searchValue } from '../search-value.ts'

/** What of the figures the address names; what someone made up is not there. */
export function figureSearch(search: Search): FigureFilter {
  const text = (key: string) => searchValue(search, key)?.replaceAll('\0', '').slice(0, 200) || undefined
  const approver = text('approver')
  return {
    days: figureDays.find((days) => String(days) === text('days')) ?? 30,
    ending: endings.find((ending) => ending === text('ending')),
    undone: text('undone') === 'yes' ? true : undefined,
    operation: text('operation'),
    rule: text('rule'),
    approver: z.uuid().safeParse(approver).success ? approver : undefined,
    day: z.iso.date().safeParse(text('day')).success ? text('day') : undefined,
  }
}

/** The address of the rows behind a figure. */
export function rowsHref({ days, undone, ...rest }: FigureFilter): string {
  const pairs = Object.entries({ days: String(days), ...(undone ? { undone: 'yes' } : {}), ...rest }).filter(
    ([, value]) => value !== undefined,
  )
  return `/admin/figures/rows?${new URLSearchParams(pairs as [string, string][])}`
}
