import { type SqlValues, sqlValues } from '#lib/actions/index.ts'
import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { inboxPartsSql } from './inbox-filter.ts'

export interface InboxChoice {
  value: string
  label: string
}

/** What the inbox can be filtered by, as it is just now. */
export interface InboxChoices {
  operations: InboxChoice[]
  connections: InboxChoice[]
  requesters: InboxChoice[]
}

/** Choices are gathered from so many waiting cards. */
const lookedAt = 1_000

/** The operations, connections and people of what waits that the caller may see; of more than 1,000 cards, of 1,000 of them. */
export async function inboxChoices(platform: Platform, caller: Caller, scope: 'mine' | 'all'): Promise<InboxChoices> {
  const { values, add }: SqlValues & { values: unknown[] } = sqlValues()
  const columns = 'a.operation, a.title, a."connectionId", a."requestedById"'
  const parts = inboxPartsSql(caller, { scope }, { add }).map((fits) => `(select ${columns} from action a where ${fits} limit ${lookedAt})`)
  const { rows } = await platform.pool.query<{ kind: keyof InboxChoices; value: string; label: string }>(
    `with waiting as materialized (${parts.join(' union all ')})
     select 'operations' as kind, operation as value, min(title) as label from waiting group by operation
     union all select 'connections', c.name, c.title from connection c where c.id in (select "connectionId" from waiting)
     union all select 'requesters', p.id::text, p.name from person p where p.id in (select "requestedById" from waiting)
     order by kind, label, value`,
    values,
  )
  const of = (kind: keyof InboxChoices) => rows.filter((row) => row.kind === kind).map(({ value, label }) => ({ value, label }))
  return { operations: of('operations'), connections: of('connections'), requesters: of('requesters') }
}
