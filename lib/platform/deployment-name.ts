import { createHash } from 'node:crypto'
import pg from 'pg'

/** SQLSTATE "insufficient privilege". */
const notAllowed = '42501'

/**
 * A name that all processes on one database have in common and no other database has, a restored copy of it included: so
 * several deployments may share one Redis. The server is asked who it is, since its address differs from where one stands.
 */
export async function deploymentName(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string; oid: string }>(
      'select current_database() as name, oid::text as oid from pg_database where datname = current_database()',
    )
    const parts = [await serverName(client, databaseUrl), rows[0]?.name, rows[0]?.oid]
    return `countersign-${createHash('sha256').update(parts.join('/')).digest('hex').slice(0, 16)}`
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Made up by initdb. Where a provider hides it, the address has to do. */
async function serverName(client: pg.Client, databaseUrl: string): Promise<string> {
  try {
    const { rows } = await client.query<{ id: string }>('select system_identifier::text as id from pg_control_system()')
    return rows[0]?.id ?? ''
  } catch (error) {
    if ((error as { code?: string }).code !== notAllowed) throw error
    return new URL(databaseUrl).host
  }
}
