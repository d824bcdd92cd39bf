import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { AppError } from '#lib/core/index.ts'
import type { Member } from './archive-reader.ts'
import type { DumpedTable } from './manifest.ts'
import { keptTables, type Table } from './tables.ts'

const decompress = promisify(zstdDecompress)
/** A part is 4 MiB and a little; more than this is no part of ours. */
const maxPartBytes = 64 * 1024 * 1024

const tablePath = /^tables\/(\w+)\/\d{6}\.copy\.zst$/

export function tableOf(member: string): string | null {
  return tablePath.exec(member)?.[1] ?? null
}

/**
 * Loads tables, each from its neighbouring members, in the client's transaction. No trigger is switched off: the audit log's
 * guards refuse changes, not additions. Gives members that are no part of a table to `other`.
 */
export async function loadTables(
  client: pg.ClientBase,
  members: AsyncGenerator<Member>,
  tables: readonly DumpedTable[],
  other: (member: Member) => Promise<void>,
): Promise<void> {
  const known = new Map((await keptTables(client)).map((table) => [table.name, table]))
  let next = await members.next()
  for (const table of tables) {
    checkTable(table, known.get(table.name))
    const list = table.columns.map(pg.escapeIdentifier).join(', ')
    const sink = client.query(copyFrom(`copy public.${pg.escapeIdentifier(table.name)} (${list}) from stdin`))
    const parts = async function* () {
      for (; next.done !== true && tableOf(next.value.name) === table.name; next = await members.next()) {
        yield await decompress(await buffer(next.value.body), { maxOutputLength: maxPartBytes })
      }
    }
    await pipeline(Readable.from(parts()), sink)
    if (sink.rowCount !== table.rows) {
      throw new AppError('invalid', `${table.name}: ${table.rows} rows were expected and ${sink.rowCount} came. Nothing was kept.`)
    }
  }
  for (; next.done !== true; next = await members.next()) {
    if (tableOf(next.value.name) !== null) throw new AppError('invalid', `${next.value.name} belongs to no table that the backup lists.`)
    await other(next.value)
  }
}

function checkTable(table: DumpedTable, known: Table | undefined): void {
  const missing = known === undefined ? table.columns : table.columns.filter((column) => !known.columns.includes(column))
  if (missing.length > 0)
    throw new AppError('invalid', `The backup has ${table.name} (${missing.join(', ')}), which its own migrations do not make.`)
}

/** Numbers that PostgreSQL hands out go on behind the loaded ones. */
export async function setSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ sequence: string; table: string; column: string }>(
    `select pg_get_serial_sequence(format('%I.%I', 'public', c.relname), a.attname) as sequence, c.relname::text as table, a.attname::text as column
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and pg_get_serial_sequence(format('%I.%I', 'public', c.relname), a.attname) is not null`,
  )
  for (const { sequence, table, column } of rows) {
    const highest = `(select max(${pg.escapeIdentifier(column)}) from public.${pg.escapeIdentifier(table)})`
    await client.query(`select setval($1, coalesce(${highest}, 1), ${highest} is not null)`, [sequence])
  }
}

/** What keeps each table of the audit log from being changed, by its trigger. */
const guards = [
  ['audit_event', 'audit_event_guard'],
  ['audit_event', 'audit_event_erasure_guard'],
  ['audit_leaf', 'audit_leaf_guard'],
  ['audit_subtree', 'audit_subtree_guard'],
  ['audit_checkpoint', 'audit_checkpoint_guard'],
] as const

/** Throws AppError 'internal' unless every guard of the audit log stands, as it did before the load. */
export async function requireGuards(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `select distinct g.table from unnest($1::text[], $2::text[]) as g("table", trigger)
     where not exists (select 1 from pg_trigger
       where tgrelid = format('public.%I', g.table)::regclass and tgname = g.trigger and tgenabled in ('O', 'A'))`,
    [guards.map(([table]) => table), guards.map(([, trigger]) => trigger)],
  )
  if (rows.length > 0) throw new AppError('internal', `Nothing guards ${rows.map(({ table }) => table).join(', ')}. Nothing was kept.`)
}
