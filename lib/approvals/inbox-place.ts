import type { SqlValues } from '#lib/actions/index.ts'
import type { InboxSort } from './inbox-filter.ts'

/** Where a page of the inbox ended. */
export interface InboxPlace {
  /** Null: it has no time limit, or only asks what happened. */
  dueAt: Date | null
  /** 0 for a question. */
  risk: number
  waitingSince: Date
  id: string
}

/** The place as a row of SQL, in the order of the columns that are sorted by. */
export function placeSql({ dueAt, risk, waitingSince, id }: InboxPlace, sort: InboxSort, { add }: SqlValues): string {
  const due = `coalesce(${add(dueAt)}::timestamptz, '-infinity')`
  const rest = [due, `${add(waitingSince)}::timestamptz`, `${add(id)}::uuid`]
  return (sort === 'risk' ? [`${add(-risk)}::int`, ...rest] : rest).join(', ')
}

/** Which of two places comes first, as the database sorts them: below 0, the first. */
function comparePlaces(a: InboxPlace, b: InboxPlace, sort: InboxSort): number {
  const due = ({ dueAt }: InboxPlace) => dueAt?.getTime() ?? Number.NEGATIVE_INFINITY
  if (sort === 'risk' && a.risk !== b.risk) return b.risk - a.risk
  if (due(a) !== due(b)) return due(a) < due(b) ? -1 : 1
  const waited = a.waitingSince.getTime() - b.waitingSince.getTime()
  return waited !== 0 ? waited : a.id < b.id ? -1 : 1
}

/** Two lists that are each in order, as one. */
export function mergePlaced<Item extends { place: InboxPlace }>(one: readonly Item[], other: readonly Item[], sort: InboxSort): Item[] {
  const merged: Item[] = []
  let [i, j] = [0, 0]
  while (i < one.length || j < other.length) {
    const [a, b] = [one[i], other[j]]
    const first = b === undefined || (a !== undefined && comparePlaces(a.place, b.place, sort) < 0)
    if (first && a !== undefined) merged.push(a)
    else if (b !== undefined) merged.push(b)
    if (first) i += 1
    else j += 1
  }
  return merged
}
