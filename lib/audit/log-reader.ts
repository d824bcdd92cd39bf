import { setImmediate } from 'node:timers/promises'
import { eventColumns, type LogRow, readLogRows } from './log-row.ts'
import type { Snapshot } from './snapshot.ts'

/** The log from its beginning, in pages; the next page is under way while one is looked at. Memory: two pages. */
export async function* readLog(snapshot: Snapshot, pageSize: number): AsyncGenerator<LogRow[]> {
  const [{ end } = { end: 0 }] = await snapshot.query<{ end: string | number }>('select coalesce(max(index) + 1, 0) as end from audit_leaf')
  const page = (from: number) =>
    snapshot.copy(
      `select l.index, l."leafHash", l."eventId", ${eventColumns} from audit_leaf l left join audit_event e on e.id = l."eventId"
       where l.index >= ${from} and l.index < ${from + pageSize} order by l.index`,
    )
  let next = page(0)
  for (let from = 0; from < Number(end); from += pageSize) {
    // A failure while the consumer is busy belongs to the next await, not to nobody.
    next.catch(() => undefined)
    const bytes = await next
    next = page(from + pageSize)
    // The query leaves before the hashing begins, and whatever else this process does gets its turn.
    await setImmediate()
    yield readLogRows(bytes)
  }
  await next
}

/** Events that are in no place of the log, oldest first, in pages. */
export async function* readUnsequenced(snapshot: Snapshot, pageSize: number): AsyncGenerator<LogRow[]> {
  let after = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    const rows = readLogRows(
      await snapshot.copy(
        `select null::bigint, null::bytea, e.id, ${eventColumns} from audit_event e
         where (e.at, e.id) > ('${after.at}'::timestamptz, '${after.id}'::uuid)
           and not exists (select 1 from audit_leaf l where l."eventId" = e.id)
         order by e.at, e.id limit ${pageSize}`,
      ),
    )
    const last = rows.at(-1)
    if (last === undefined) return
    after = { at: String(last.at), id: last.eventId }
    yield rows
  }
}

/** The event at a place of the log; null where the place is empty. */
export async function eventAt(snapshot: Snapshot, index: number): Promise<string | null> {
  const [row] = await snapshot.query<{ eventId: string }>('select "eventId" from audit_leaf where index = $1', [index])
  return row?.eventId ?? null
}

export async function eventExists(snapshot: Snapshot, eventId: string): Promise<boolean> {
  return (await snapshot.query('select 1 from audit_event where id = $1', [eventId])).length > 0
}
