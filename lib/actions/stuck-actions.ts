import type { Platform } from '#lib/platform/index.ts'
import { openGates } from './gates/gate.ts'
import { pauseOver, pauseSentence } from './pauses/pause.ts'
import { standingPauses } from './pauses/standing-pauses.ts'

/** Why actions stand where they stand. */
export type StuckWhy =
  | 'requested' // asked for, and no preview and verdict yet
  | 'ready' // queued, with nothing in its way, and not claimed
  | 'lease_over' // running, and whoever ran it has lost its lease
  | 'overdue' // its time for a decision is over, and it has not expired
  | 'predecessor_ended' // what had to be done first did not succeed, and it was not withdrawn
  | 'nobody' // asks for more approvals than there are people who could give them
  | 'breaker' // its system does not answer
  | 'paused' // somebody paused it
  | 'rate' // its connection's requests are used up for the moment
  | 'places' // its connection has as many requests under way as it may
  | 'line' // others of its connection are being taken, one after another
  | 'later' // between two attempts
  | 'predecessor' // others have to be done first
  | 'unknown' // a person has to say whether it happened

export interface StuckGroup {
  why: StuckWhy
  /** What it is about, for people: a connection's name, a sentence on who paused it. */
  about: string | null
  count: number
  /** Since the first of them stands there. */
  oldestMs: number
  /** The first few, oldest first. */
  ids: string[]
}

/** A connection whose last claim is no older than this is being worked on. */
const flowsWithinMs = 5_000

/** In a line that moves, one may stand this long before it counts as forgotten. */
const longestLineMs = 600_000

/** So long may anything take on its own before it counts as stuck: the sweep has had several goes at it. */
const stuckForMs = 30_000

interface Counted {
  count: number
  oldest: Date
  ids: string[]
}

interface QueuedRow extends Counted {
  connectionId: string
  connection: string
  operation: string
  blocked: 'no' | 'waits' | 'ended'
  later: boolean
  /** What keeps the whole connection back, if anything. */
  limit: 'rate' | 'places' | 'line' | null
  /** Whether it has been ready for longer than the sweep needs. */
  long: boolean
}

/**
 * Actions that stand still, grouped by the reason. Reads only the actions that are not settled, over the partial index of each
 * status: its cost grows with what waits, not with the table.
 */
export async function stuckActions(platform: Platform): Promise<StuckGroup[]> {
  const now = platform.clock.now()
  const [standing, queued] = await Promise.all([byStatus(platform, now), queuedGroups(platform, now)])
  return [...standing, ...queued].toSorted((a, b) => b.oldestMs - a.oldestMs)
}

async function byStatus(platform: Platform, now: Date): Promise<StuckGroup[]> {
  const since = new Date(now.getTime() - stuckForMs)
  const groups = await platform.db.$queryRaw<(Counted & { why: StuckWhy })[]>`
    select 'requested' as why, count(*)::int, min("createdAt") as oldest, (array_agg(id::text order by "createdAt"))[1:3] as ids
      from action where status = 'requested' and "createdAt" < ${since}
    union all select 'requested', count(*)::int, min("updatedAt"), (array_agg(id::text order by "updatedAt"))[1:3]
      from action where status = 'awaiting_approval' and digest is null and "updatedAt" < ${since}
    union all select 'lease_over', count(*)::int, min("leaseUntil"), (array_agg(id::text order by "leaseUntil"))[1:3]
      from action where status = 'running' and "leaseUntil" < ${since}
    union all select 'overdue', count(*)::int, min("dueAt"), (array_agg(id::text order by "dueAt"))[1:3]
      from action where status = 'awaiting_approval' and "dueAt" < ${since}
    union all select 'unknown', count(*)::int, min("waitingSince"), (array_agg(id::text order by "waitingSince"))[1:3]
      from action where status = 'outcome_unknown'`
  return groups.filter(({ count }) => count > 0).map((group) => ({ ...counted(group, now), why: group.why, about: null }))
}

async function queuedGroups(platform: Platform, now: Date): Promise<StuckGroup[]> {
  const [rows, pauses, gates] = await Promise.all([queuedRows(platform, now), standingPauses(platform), openGates(platform)])
  const found = new Map<string, StuckGroup>()
  for (const row of rows) {
    const { why, about } = whyQueued(row, { now, pauses, gates })
    if ((why === 'ready' || why === 'line') && !row.long) continue
    const key = `${why} ${about}`
    const [known, mine] = [found.get(key), { ...counted(row, now), why, about }]
    found.set(key, known === undefined ? mine : merged(known, mine))
  }
  return [...found.values()]
}

interface InForce {
  now: Date
  pauses: Awaited<ReturnType<typeof standingPauses>>
  gates: Awaited<ReturnType<typeof openGates>>
}

function whyQueued(row: QueuedRow, { now, pauses, gates }: InForce): { why: StuckWhy; about: string | null } {
  if (row.blocked !== 'no') return { why: row.blocked === 'waits' ? 'predecessor' : 'predecessor_ended', about: null }
  const pause = pauseOver(pauses, row)
  if (pause !== null) return { why: 'paused', about: pauseSentence(pause).replace(/\.$/, '') }
  const gate = gates.find(({ connectionId }) => connectionId === row.connectionId)
  if (gate !== undefined) {
    const since = gate.openedAt === null ? '' : ` since ${gate.openedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
    return { why: 'breaker', about: `${row.connection} does not answer${since}${gate.why === null ? '' : ` (${gate.why})`}` }
  }
  if (row.later) return { why: 'later', about: null }
  const forgotten = row.limit === 'line' && now.getTime() - row.oldest.getTime() > longestLineMs
  return { why: row.limit === null || forgotten ? 'ready' : row.limit, about: row.connection }
}

function queuedRows(platform: Platform, now: Date): Promise<QueuedRow[]> {
  const since = new Date(now.getTime() - stuckForMs)
  // A gate's refill is written by each claim: the line moves.
  const flowing = new Date(now.getTime() - flowsWithinMs)
  return platform.db.$queryRaw<QueuedRow[]>`
    with queued as (
      select a.id, a."connectionId", a.operation, coalesce(a."queuedAt", a."createdAt") as since,
        coalesce(a."notBefore" > ${now}, false) as later,
        a."updatedAt" < ${since} and coalesce(a."notBefore" < ${since}, true) as long,
        coalesce(before.blocked, 'no') as blocked
      from action a left join lateral (
        select case when bool_or(p.status in ('failed', 'denied', 'rejected', 'expired', 'cancelled')) then 'ended' else 'waits' end as blocked
        from action_dependency d join action p on p.id = d."predecessorId"
        where d."actionId" = a.id and p.status <> 'succeeded' having count(*) > 0
      ) before on true
      where a.status = 'queued'
    ), limits as (
      select c.id, c.name, case
        when (c.settings->>'concurrency')::int <= (select count(*) from action r where r."connectionId" = c.id and r.status = 'running') then 'places'
        when g."refilledAt" > ${flowing} then case when c.settings->>'ratePerSecond' is null then 'line' else 'rate' end
      end as "limit"
      from connection c left join connection_gate g on g."connectionId" = c.id
    )
    select q."connectionId", l.name as connection, q.operation, q.blocked, q.later, l."limit", q.long,
      count(*)::int as count, min(q.since) as oldest, (array_agg(q.id::text order by q.since))[1:3] as ids
    from queued q join limits l on l.id = q."connectionId"
    group by 1, 2, 3, 4, 5, 6, 7`
}

function counted({ count, oldest, ids }: Counted, now: Date) {
  return { count, oldestMs: Math.max(0, now.getTime() - oldest.getTime()), ids }
}

function merged(a: StuckGroup, b: StuckGroup): StuckGroup {
  const [older, newer] = a.oldestMs >= b.oldestMs ? [a, b] : [b, a]
  return { ...older, count: a.count + b.count, ids: [...older.ids, ...newer.ids].slice(0, 3) }
}
