import type pg from 'pg'
import { copyOut } from '#lib/platform/index.ts'

/** One state of the database, however long it is looked at. Queries wait for each other. */
export interface Snapshot {
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
  /** Rows as PostgreSQL's binary COPY writes them. */
  copy(text: string): Promise<Buffer>
}

/** Runs `look` on one snapshot of the database (read only). */
export async function withSnapshot<T>(pool: pg.Pool, look: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <R>(run: () => Promise<R>): Promise<R> => {
    const mine = last.then(run)
    // A failure is its caller's, who may be busy with something else when it comes.
    last = mine.catch(() => undefined)
    return mine
  }
  let broken = false
  try {
    await client.query('begin isolation level repeatable read read only')
    const found = await look({
      query: (text, values) => inTurn(async () => (await client.query(text, values)).rows),
      copy: (text) => inTurn(() => copyOut(client, text)),
    })
    await last
    await client.query('commit')
    return found
  } catch (error) {
    broken = true
    throw error
  } finally {
    client.release(broken)
  }
}
