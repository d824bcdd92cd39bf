import type { Snapshot } from './snapshot.ts'

const tables = ['audit_event', 'audit_leaf', 'audit_checkpoint'] as const

/** What keeps the log from being changed in the database, where it is less than it should be. Sentences; none: all is in place. */
export async function guardNotes(snapshot: Snapshot): Promise<string[]> {
  const [found] = await snapshot.query<{ mayChange: boolean; unguarded: string[] }>(
    `select
       bool_or(has_table_privilege(c.oid, 'update') or has_table_privilege(c.oid, 'delete') or has_table_privilege(c.oid, 'truncate')) as "mayChange",
       coalesce(array_agg(c.relname::text order by c.relname) filter (where t.tgname is null), '{}') as unguarded
     from pg_class c
     left join pg_trigger t on t.tgrelid = c.oid and t.tgname = c.relname || '_guard' and t.tgenabled <> 'D'
     where c.relname = any($1) and c.relnamespace = 'public'::regnamespace`,
    [tables],
  )
  const notes: string[] = []
  if (found?.mayChange) notes.push('The application’s database role may change the audit tables, so only triggers guard them.')
  if (found?.unguarded.length) notes.push(`The triggers that guard ${found.unguarded.join(', ')} are switched off or missing.`)
  return notes
}
