import type { Platform } from '#lib/platform/index.ts'
import { type WindowCall, type Windows, windowKey } from './windows.ts'

/** The action that windows are asked about: they hold what was asked for before it, whenever it is judged. */
export interface WindowSubject {
  id: string
  createdAt: Date
  requestedById: string
  connectionId: string
}

/** What is not read within this time is not known. */
const deadlineMs = 5_000

/** What ended without an effect, or was never allowed to have one. */
const withoutEffect = ['denied', 'rejected', 'cancelled', 'expired', 'failed']

const before = `a."createdAt" >= q.since and a."createdAt" <= q.at and (a."createdAt", a.id) < (q.at, q.self)`
const columns = `a.status, a.effect, a."moneyMinor", a."connectionId"`

/**
 * Each window is answered from an index: a requester's by who asked and when, all others by operation and when. Globs are matched
 * against the names that there are, which a loose scan finds: one look-up for each.
 */
const statement = `
  with recursive q as materialized (
    select * from unnest($1::int[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::uuid[], $7::uuid[], $8::uuid[])
      as q(n, exact, pattern, since, at, self, requester, connection)
  ), names(operation) as (
    (select a.operation from action a where exists (select 1 from q where q.requester is null and q.exact is null)
      order by a.operation limit 1)
    union all
    select (select a.operation from action a where a.operation > names.operation order by a.operation limit 1)
      from names where names.operation is not null
  )
  select q.n, w.count, w.sum, w.unknown from q cross join lateral (
    select count(*)::int as count, coalesce(sum(a."moneyMinor"), 0)::text as sum,
      (count(*) filter (where a."moneyMinor" is null and a.effect <> 'read'))::int as unknown
    from (
      select ${columns} from action a
        where q.requester is not null and a."requestedById" = q.requester and a.operation like q.pattern and ${before}
      union all
      select ${columns} from action a where q.requester is null and q.exact is not null and a.operation = q.exact and ${before}
      union all
      select ${columns} from names join action a on a.operation = names.operation
        where q.requester is null and q.exact is null and names.operation like q.pattern and ${before}
    ) a
    where a.status <> all ($9::text[]) and (q.connection is null or a."connectionId" = q.connection)
  ) w`

interface Found {
  n: number
  count: number
  sum: string
  unknown: number
}

/**
 * What these calls answer for each action, in one statement. A sum with an amount in it that could not be read is not known, and so
 * is everything when the database does not answer in time: what is missing in an answer makes its rules count against the action.
 */
export async function readWindows(
  platform: Pick<Platform, 'pool' | 'log'>,
  asked: readonly { subject: WindowSubject; calls: readonly WindowCall[] }[],
): Promise<Windows[]> {
  const lines = asked.flatMap(({ subject, calls }, of) => calls.map((call) => ({ of, call, subject })))
  const windows = asked.map(() => new Map<string, number>())
  if (lines.length === 0) return windows
  try {
    for (const { n, count, sum, unknown } of await ask(platform, lines)) {
      const line = lines[n]
      if (line === undefined) continue
      if (line.call.measure === 'count') windows[line.of]?.set(windowKey(line.call), count)
      else if (unknown === 0) windows[line.of]?.set(windowKey(line.call), Math.min(Number(sum), Number.MAX_SAFE_INTEGER))
    }
  } catch (error) {
    platform.log.warn({ error }, 'the windows of the policy could not be read: rules that ask for them count against the action')
  }
  return windows
}

async function ask(
  { pool }: Pick<Platform, 'pool'>,
  lines: readonly { call: WindowCall; subject: WindowSubject }[],
): Promise<readonly Found[]> {
  const values = [
    lines.map((_, index) => index),
    lines.map(({ call }) => (call.glob.includes('*') ? null : call.glob)),
    lines.map(({ call }) => call.glob.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '%')),
    lines.map(({ call, subject }) => new Date(subject.createdAt.getTime() - call.hours * 3_600_000)),
    lines.map(({ subject }) => subject.createdAt),
    lines.map(({ subject }) => subject.id),
    lines.map(({ call, subject }) => (call.scope === 'requester' ? subject.requestedById : null)),
    lines.map(({ call, subject }) => (call.scope === 'connection' ? subject.connectionId : null)),
    withoutEffect,
  ]
  // The driver's own time-out gives the connection up: nobody waits behind a statement that hangs.
  const query = { name: 'policy_windows', text: statement, values, query_timeout: deadlineMs }
  return (await pool.query<Found>(query)).rows
}
