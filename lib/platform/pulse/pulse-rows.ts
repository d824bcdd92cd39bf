import { hostname } from 'node:os'
import type { Platform } from '../platform.ts'
import type { QueueName } from '../queue.ts'
import type { Canary } from './canary-id.ts'
import { largestSummons } from './tunables.ts'

// All times here are the database's: the processes that compare them may run on machines whose clocks differ.

export interface CanaryRow {
  queue: QueueName
  sent: number
  taken: number
}

export interface Sender {
  id: string
  worker: string
  version: string
  places: ReadonlyMap<QueueName, number>
}

/** Says that this worker lives, and answers how its canaries stand. Makes its rows when they are not there. */
export async function writePulse(platform: Platform, { id, worker, version, places }: Sender): Promise<CanaryRow[]> {
  const { rowCount } = await platform.pool.query('update worker_pulse set "seenAt" = now() where id = $1', [id])
  if (rowCount === 0) {
    await platform.pool.query(
      `with former as (delete from worker_pulse where worker = $2 and id <> $1 and "lateAt" is null)
       insert into worker_pulse (id, worker, pid, host, version, "startedAt", "seenAt") values ($1, $2, $3, $4, $5, now(), now())
       on conflict (id) do nothing`,
      [id, worker, process.pid, hostname(), version],
    )
    await platform.pool.query(
      `insert into worker_canary ("senderId", queue, places) select $1, queue, places from unnest($2::text[], $3::int[]) as given(queue, places)
       on conflict do nothing`,
      [id, [...places.keys()], [...places.values()]],
    )
  }
  const { rows } = await platform.pool.query<CanaryRow>('select queue, sent, taken from worker_canary where "senderId" = $1', [id])
  return rows
}

/** Notes that the next canary is on its way, before it is: whoever takes it finds the row. Answers its number. */
export async function noteSent(platform: Platform, senderId: string, queue: QueueName): Promise<number> {
  const { rows } = await platform.pool.query<{ sent: number }>(
    `update worker_canary set sent = sent + 1, "sentAt" = now(), "waitingSince" = case when taken < sent then "waitingSince" else now() end
     where "senderId" = $1 and queue = $2 returning sent`,
    [senderId, queue],
  )
  return rows[0]?.sent ?? 1
}

/** Notes that `worker` took a canary. Canaries of those who are gone are taken all the same, and noted nowhere. */
export async function noteTaken(
  platform: Platform,
  canary: Canary,
  { queue, worker }: { queue: QueueName; worker: string },
): Promise<void> {
  await platform.pool.query(
    `update worker_canary set taken = greatest(taken, $3), "takenAt" = now(), "takenBy" = $4,
       "waitingSince" = case when $3 >= sent then null else "sentAt" end
     where "senderId" = $1 and queue = $2`,
    [canary.senderId, queue, canary.number, worker],
  )
}

export async function noteTook(platform: Platform, senderId: string, queues: readonly QueueName[]): Promise<void> {
  if (queues.length === 0) return
  await platform.pool.query('update worker_canary set "tookAt" = now() where "senderId" = $1 and queue = any($2)', [senderId, queues])
}

/** One canary more than all the others can hold at once: whoever sends so many gets one, or takes none at all. */
export async function summonsSize(platform: Platform, senderId: string, queue: QueueName): Promise<number> {
  const { rows } = await platform.pool.query<{ places: string }>(
    `select coalesce(sum(places), 0) as places from worker_canary join worker_pulse on worker_pulse.id = "senderId"
     where queue = $2 and "senderId" <> $1 and "seenAt" > now() - interval '1 minute' and "lateAt" is null`,
    [senderId, queue],
  )
  return Math.min(Number(rows[0]?.places ?? 0) + 1, largestSummons)
}

/** How often workers of this host ended themselves within `ms`. */
export async function recentRestarts(platform: Platform, ms: number): Promise<number> {
  const { rows } = await platform.pool.query<{ count: number }>(
    `select count(*)::int as count from worker_pulse where host = $1 and "lateAt" > now() - $2 * interval '1 millisecond'`,
    [hostname(), ms],
  )
  return rows[0]?.count ?? 0
}

export async function noteLate(platform: Platform, id: string, why: string): Promise<void> {
  await platform.pool.query('update worker_pulse set "lateAt" = now(), "lateWhy" = $2 where id = $1', [id, why])
}

/** Takes a worker that ended in order off the books. */
export async function removePulse(platform: Platform, id: string): Promise<void> {
  await platform.pool.query('delete from worker_pulse where id = $1 and "lateAt" is null', [id])
  await platform.pool.query('delete from worker_canary where "senderId" = $1', [id])
}

/** Forgets workers that nobody saw for `ms`, and canaries without a sender. Answers how many workers. */
export async function sweepPulses(platform: Platform, ms: number): Promise<number> {
  const { rowCount } = await platform.pool.query(`delete from worker_pulse where "seenAt" < now() - $1 * interval '1 millisecond'`, [ms])
  await platform.pool.query(
    `delete from worker_canary where coalesce("sentAt", '-infinity') < now() - $1 * interval '1 millisecond'
       and not exists (select 1 from worker_pulse where id = "senderId")`,
    [ms],
  )
  return rowCount ?? 0
}
