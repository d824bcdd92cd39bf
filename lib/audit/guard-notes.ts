import type { Snapshot } from './snapshot.ts'

const tables = ['audit_event', 'audit_leaf', 'audit_subtree', 'audit_checkpoint'] as const
/** Trigger and table. The second of `audit_event` lets nothing but the erasing of a content through. */
const guards = [...tables.map((table) => [`${table}_guard`, table]), ['audit_event_erasure_guard', 'audit_event']]

/** What keeps the log from being changed in the database, where it is less than it should be. Sentences; none: all is in place. */
export async function guardNotes(snapshot: Snapshot): Promise<string[]> {
  const [rights] = await snapshot.query<{ mayChange: boolean | null }>(
    `select bool_or(has_table_privilege(oid, 'update') or has_table_privilege(oid, 'delete') or has_table_privilege(oid, 'truncate')) as "mayChange"
     from pg_class where relname = any($1) and relnamespace = 'public'::regnamespace`,
    [tables],
  )
  const unguarded = await snapshot.query<{ name: string }>(
    `select distinct wanted.relname as name from unnest($1::text[], $2::text[]) as wanted(tgname, relname)
     where not exists (
       select from pg_trigger t join pg_class c on c.oid = t.tgrelid and c.relnamespace = 'public'::regnamespace
       where t.tgname = wanted.tgname and c.relname = wanted.relname and t.tgenabled <> 'D'
     ) order by 1`,
    [guards.map(([trigger]) => trigger), guards.map(([, table]) => table)],
  )
  const notes: string[] = []
  if (rights?.mayChange) notes.push('The application’s database role may change the audit tables, so only triggers guard them.')
  if (unguarded.length > 0) {
    notes.push(`The triggers that guard ${unguarded.map(({ name }) => name).join(', ')} are switched off or missing.`)
  }
  return notes
}
