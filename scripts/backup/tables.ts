import type pg from 'pg'

/** What is not part of the truth, and so in no backup. All else is: a table that somebody adds is kept unless it is named here. */
const leftOut = [
  // Made by the migrations themselves.
  '_prisma_migrations',
  // Counters of minutes.
  'rate_limit',
  // Who asked is gone.
  'errand',
  // What processes say of themselves while they live.
  'worker_pulse',
  'worker_canary',
]

export interface Table {
  name: string
  /** Those that are stored; what PostgreSQL computes itself it computes again. */
  columns: string[]
}

/** The tables that a backup keeps, each after those that it refers to. */
export async function keptTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table & { needs: string[] }>(
    `select c.relname::text as name,
       (select array_agg(attname::text order by attnum) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
       array(select distinct f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
             where k.conrelid = c.oid and k.contype = 'f' and f.oid <> c.oid) as needs
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all($1)
       and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by c.relname`,
    [leftOut],
  )
  const sorted: Table[] = []
  let left = rows
  while (left.length > 0) {
    const open = new Set(left.map(({ name }) => name))
    const ready = left.filter(({ needs }) => !needs.some((name) => open.has(name)))
    if (ready.length === 0) throw new TypeError(`these tables refer to each other: ${[...open].join(', ')}`)
    sorted.push(...ready.map(({ name, columns }) => ({ name, columns })))
    left = left.filter((table) => !ready.includes(table))
  }
  return sorted
}

/** The migrations that made the tables of a database, oldest first; none: it was never migrated. */
export async function appliedMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows: known } = await client.query<{ there: boolean }>(`select to_regclass('public._prisma_migrations') is not null as there`)
  if (!known[0]?.there) return []
  const { rows } = await client.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null order by migration_name',
  )
  return rows.map(({ name }) => name)
}
