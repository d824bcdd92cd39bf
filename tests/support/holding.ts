import type pg from 'pg'
import type { Platform } from '#lib/platform/index.ts'
import { waitFor } from './wait-for.ts'

const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

/**
 * Runs `meanwhile` while another transaction holds what `lock` locks, until it waits for that; then does `change` in the holder's
 * transaction and commits it. Answers what `meanwhile` did. Throws when it ends without having waited.
 */
export async function holding<T>(
  platform: Pick<Platform, 'pool'>,
  lock: string,
  values: unknown[],
  { meanwhile, change }: { meanwhile: () => Promise<T>; change?: (holder: pg.PoolClient) => Promise<unknown> },
): Promise<T> {
  const holder = await platform.pool.connect()
  try {
    await holder.query('begin')
    await holder.query(lock, values)
    const done = meanwhile()
    const waiting = waitFor(async () => (await holder.query(waits)).rowCount === 1 && 'waits', { what: 'someone who waits for the lock' })
    expectWait(await Promise.race([waiting, done.then(() => 'ended')]))
    await change?.(holder)
    await holder.query('commit')
    return await done
  } finally {
    // With its connection ends whatever it still holds, so that a failure is told and not waited for.
    holder.release(true)
  }
}

function expectWait(seen: string): void {
  if (seen !== 'waits') throw new Error('it did not wait for what is held')
}
