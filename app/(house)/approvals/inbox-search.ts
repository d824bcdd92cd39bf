import { z } from 'zod'
import { type InboxFilter, type InboxKind, type InboxPlace, type InboxSort, inboxKinds, inboxSorts } from '#lib/approvals/index.ts'
import { decodeCursor, encodeCursor } from '#lib/platform/index.ts'

/** How many rows the inbox shows at first, how many more each time, and after how many a new page begins. */
export const pageSize = 100
export const pageMost = 500

/** What a card is risky from, on the scale of 0 to 100. */
const riskLevels = { high: 70, middle: 40 } as const
/** "Due soon". */
const soonMs = 24 * 3_600_000

/** The inbox as its address says it. Words that say nothing that we know are as if they were not there. */
export interface InboxSearch {
  scope: 'mine' | 'all'
  sort: InboxSort
  kind: InboxKind | ''
  operation: string
  connection: string
  by: string
  rule: string
  risk: keyof typeof riskLevels | ''
  outside: 'yes' | 'no' | ''
  due: 'soon' | ''
  query: string
  card: string
  shown: number
  from: string
}

export type InboxWords = Readonly<Record<string, string | string[] | undefined>>

export function readInboxSearch(words: InboxWords): InboxSearch {
  const text = (key: string, most = 200) => {
    const value = words[key]
    return (typeof value === 'string' ? value : '').replaceAll('\0', '').slice(0, most).trim()
  }
  const oneOf = <Value extends string>(key: string, values: readonly Value[]): Value | '' =>
    values.find((value) => value === text(key)) ?? ''
  return {
    scope: text('scope') === 'all' ? 'all' : 'mine',
    sort: oneOf('sort', inboxSorts) || 'due',
    kind: oneOf('kind', inboxKinds),
    operation: text('operation'),
    connection: text('connection'),
    by: z.uuid().safeParse(text('by')).success ? text('by') : '',
    rule: text('rule'),
    risk: oneOf('risk', ['high', 'middle']),
    outside: oneOf('outside', ['yes', 'no']),
    due: oneOf('due', ['soon']),
    query: text('query'),
    card: text('card'),
    shown: Math.min(pageMost, Math.max(pageSize, Number(text('shown')) || pageSize)),
    from: text('from', 1_000),
  }
}

export function inboxFilter(search: InboxSearch, now: Date): InboxFilter {
  return {
    scope: search.scope,
    kind: search.kind || undefined,
    operation: search.operation || undefined,
    connection: search.connection || undefined,
    requestedBy: search.by || undefined,
    rule: search.rule || undefined,
    risk: search.risk === '' ? undefined : riskLevels[search.risk],
    tainted: search.outside === '' ? undefined : search.outside === 'yes',
    dueBefore: search.due === 'soon' ? new Date(now.getTime() + soonMs) : undefined,
    query: search.query || undefined,
  }
}

const filters = ['kind', 'operation', 'connection', 'by', 'rule', 'risk', 'outside', 'due', 'query'] as const

/** How many filters stand, the words among them. */
export function filtersSet(search: InboxSearch): number {
  return filters.filter((key) => search[key] !== '').length
}

/** The address of the inbox with some of it changed. What is as it always is, is left out. */
export function inboxHref(search: InboxSearch, changed: Partial<InboxSearch> = {}): string {
  const { shown, scope, sort, ...rest } = { ...search, ...changed }
  const pairs = Object.entries({
    scope: scope === 'mine' ? '' : scope,
    sort: sort === 'due' ? '' : sort,
    shown: shown === pageSize ? '' : String(shown),
    ...rest,
  }).filter(([, value]) => value !== '')
  return pairs.length === 0 ? '/approvals' : `/approvals?${new URLSearchParams(pairs)}`
}

const time = z.iso.datetime().transform((at) => new Date(at))
const place = z.object({ dueAt: time.nullable(), risk: z.int(), waitingSince: time, id: z.uuid() })

export function encodePlace(at: InboxPlace): string {
  return encodeCursor(at)
}

/** A place that someone made up is the beginning. */
export function readPlace(from: string): InboxPlace | undefined {
  try {
    return decodeCursor(from === '' ? undefined : from, place)
  } catch {
    return undefined
  }
}
