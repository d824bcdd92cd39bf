import pg from 'pg'
import { shareOut } from './share-out.ts'

/** Statements that make a table for the raw rate and take it away again. */
const make = 'create table bench_commit (id bigint primary key generated always as identity, at timestamptz not null, note text not null)'
const insert = { name: 'commit', text: 'insert into bench_commit (at, note) values (now(), $1)' }
const note = 'One row, written to the disk before anybody hears of it.'

export interface CommitRate {
  /** Commits of one row each, a second, with `clients` at it. */
  measure(commits: number): Promise<number>
  /** Takes the table away. */
  close(): Promise<void>
}

/** The floor under every ledger: how many single rows this server makes durable in a second. Throws when it is not durable. */
export async function openCommitRate(given: { ownerUrl: string; clients: number }): Promise<CommitRate> {
  const clients = Array.from({ length: given.clients }, () => new pg.Client({ connectionString: given.ownerUrl }))
  await Promise.all(clients.map((client) => client.connect()))
  const [first] = clients
  if (first === undefined) throw new RangeError('a rate needs a client')
  const { rows } = await first.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit') and setting <> 'on'`,
  )
  if (rows.length > 0) throw new Error(`this server does not wait for the disk: ${rows[0]?.name} = ${rows[0]?.setting}`)
  await first.query(`drop table if exists bench_commit; ${make}`)
  return {
    async measure(commits) {
      const began = performance.now()
      await shareOut(clients, commits, async (client) => {
        await client.query({ ...insert, values: [note] })
      })
      return commits / ((performance.now() - began) / 1000)
    },
    async close() {
      await first.query('drop table bench_commit')
      await Promise.all(clients.map((client) => client.end()))
    },
  }
}
