import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { runMigrations } from 'bullmq'
import pg from 'pg'

export interface MigrateResult {
  /** Names of the migrations that this call applied, in order. */
  applied: readonly string[]
  /** Whether the application works under a role of its own. If not, only triggers guard the audit log. */
  separateRoles: boolean
}

/** Any number, the same in every version of this program: one migration at a time. */
const migrationLock = 7_262_317_001
const appendOnly = ['audit_event', 'audit_leaf', 'audit_subtree', 'audit_checkpoint'] as const
const bookkeeping = '_prisma_migrations'

/**
 * Brings the database up to date as its owner, and gives the application's role its rights: all rows of all tables,
 * but of the audit log's only to read and to add. Safe to call from several processes at once. Throws what PostgreSQL says.
 */
export async function migrate(urls: { ownerUrl: string; appUrl: string }, folder = resolve('prisma/migrations')): Promise<MigrateResult> {
  const owner = await connect(urls.ownerUrl)
  try {
    await owner.query('select pg_advisory_lock($1)', [migrationLock])
    const applied = await pendingMigrations(owner, folder)
    if (applied.length > 0) await applyMigrations(urls.ownerUrl, folder)
    await runMigrations(owner)
    return { applied, separateRoles: await grantRights(owner, urls.appUrl) }
  } finally {
    await owner.end()
  }
}

/** Names of the migrations that this program has and that database has not, in order. Changes nothing. */
export async function unappliedMigrations(ownerUrl: string, folder = resolve('prisma/migrations')): Promise<readonly string[]> {
  const owner = await connect(ownerUrl)
  try {
    return await pendingMigrations(owner, folder)
  } finally {
    await owner.end()
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: 'countersign migrate', connectionTimeoutMillis: 10_000 })
  await client.connect()
  return client
}

async function pendingMigrations(owner: pg.Client, folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const known = await owner.query(`select to_regclass('public.${bookkeeping}') as found`)
  if (known.rows[0]?.found === null) return names.toSorted()
  const { rows } = await owner.query<{ name: string }>(`select migration_name as name from ${bookkeeping} where finished_at is not null`)
  const done = new Set(rows.map(({ name }) => name))
  return names.filter((name) => !done.has(name)).toSorted()
}

async function applyMigrations(url: string, folder: string): Promise<void> {
  const execArgv = ['--disable-warning=ExperimentalWarning']
  const thread = new Worker(new URL('./apply-migrations.ts', import.meta.url), { workerData: { url, folder }, execArgv })
  try {
    await once(thread, 'message')
  } finally {
    await thread.terminate()
  }
}

/** Answers whether the two are different roles; if not there is nothing to grant. */
async function grantRights(owner: pg.Client, appUrl: string): Promise<boolean> {
  const appRole = await roleOf(appUrl)
  const { rows } = await owner.query<{ role: string }>('select current_user as role')
  if (rows[0]?.role === appRole) return false
  const role = pg.escapeIdentifier(appRole)
  // Only what the owner owns: the queue's functions make a sequence for each queue, as whoever uses it first.
  const { rows: owned } = await owner.query<{ name: string; sequence: boolean }>(`
    select format('%I.%I', nspname, relname) as name, relkind = 'S' as sequence
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname in ('public', 'bullmq') and relkind in ('r', 'p', 'S') and pg_has_role(relowner, 'usage')
      and relname <> '${bookkeeping}'`)
  const tables = owned.filter(({ sequence }) => !sequence).map(({ name }) => name)
  const sequences = owned.filter(({ sequence }) => sequence).map(({ name }) => name)
  // One statement list, so one transaction: the log is at no moment open to change.
  await owner.query(`
    grant usage on schema public, bullmq to ${role};
    grant create on schema bullmq to ${role};
    grant select, insert, update, delete on ${tables.join(', ')} to ${role};
    grant usage, select on ${sequences.join(', ')} to ${role};
    revoke update, delete, truncate on ${appendOnly.map((table) => `public.${table}`).join(', ')} from ${role};
    grant execute on function public.erase_audit_content(uuid) to ${role};
  `)
  return true
}

/** The role that an address connects as, asked of the server: the address may leave it out. */
async function roleOf(url: string): Promise<string> {
  const client = await connect(url)
  try {
    const { rows } = await client.query<{ role: string }>('select current_user as role')
    return rows[0]?.role ?? ''
  } finally {
    await client.end()
  }
}
