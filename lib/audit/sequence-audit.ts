import type { KeyObject } from 'node:crypto'
import type pg from 'pg'
import { AppError } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { logEntry } from './audit-entry.ts'
import { type NoteKey, signCheckpoint } from './checkpoint-note.ts'
import { copyOutside } from './copy-outside.ts'
import { type EarlierKey, readEarlierKeys } from './earlier-keys.ts'
import { loadFrontier, storeFrontier } from './log-frontier.ts'
import { appendLeaf, leafHash, rootOf } from './merkle-tree.ts'
import { storeSubtrees } from './store-subtrees.ts'

/** What the sequencer needs of the platform. */
export type SequencerPlatform = Pick<Platform, 'pool' | 'clock' | 'secrets'> & { env: Pick<Platform['env'], 'DATA_DIR'> }

export interface Sequenced {
  /** How many events this call put into the log. */
  sequenced: number
  /** True: another process is at it, and nothing was done here. */
  busy: boolean
}

/** Any number, the same everywhere: one sequencer at a time. */
const sequencerLock = 7_262_317_011

/** How much older than the newest entry an event may be and still be looked for; our transactions end after 20 seconds. */
const lateSeconds = 30

/** The same for the rounds in between: nearly all transactions end within it, and a busy house looks at fewer events again. */
const quickSeconds = 2

/**
 * Puts committed events that are not in the log yet into it, in order of time, and signs a checkpoint for each batch. An event
 * that was committed late is put behind those that were faster. Cheap when there is nothing to do; meant for every few seconds and,
 * at most once a second, for a hint. `quick` leaves those that are later than two seconds to the next round without it. `everything` also finds events that are older than any transaction could explain: for the
 * start of a worker, and once an hour. Throws `internal` when the log is not what was signed last: it is not added to then.
 */
export async function sequenceAudit(
  platform: SequencerPlatform,
  { batch = 5_000, quick = false, everything = false }: { batch?: number; quick?: boolean; everything?: boolean } = {},
): Promise<Sequenced> {
  const { name, publicKey, privateKey } = platform.secrets.auditKey
  if (privateKey === null) throw new AppError('internal', 'Only the worker holds the key that signs the audit log.')
  const earlier = await readEarlierKeys(platform.env.DATA_DIR)
  const client = await platform.pool.connect()
  let broken = false
  try {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [sequencerLock])
    if (!rows[0]?.locked) return { sequenced: 0, busy: true }
    try {
      let sequenced = 0
      let found: number
      do {
        found = await sequenceBatch(
          client,
          { name, publicKey, privateKey },
          {
            batch,
            late: everything ? null : quick ? quickSeconds : lateSeconds,
            now: platform.clock.now(),
            earlier,
          },
        )
        sequenced += found
      } while (found === batch)
      if (sequenced > 0 || everything) await storeSubtrees(client)
      await copyOutside(client, platform.env.DATA_DIR)
      return { sequenced, busy: false }
    } finally {
      await client.query('select pg_advisory_unlock($1)', [sequencerLock])
    }
  } catch (error) {
    broken = true
    throw error
  } finally {
    // A connection in doubt is closed, and its lock goes with it.
    client.release(broken)
  }
}

type SigningKey = NoteKey & { privateKey: KeyObject }

async function sequenceBatch(
  client: pg.PoolClient,
  key: SigningKey,
  { batch, late, now, earlier }: { batch: number; late: number | null; now: Date; earlier: readonly EarlierKey[] },
): Promise<number> {
  await client.query('begin')
  try {
    const events = await unsequenced(client, batch, late)
    if (events.length > 0) {
      const frontier = await loadFrontier(client, key, earlier)
      const first = frontier.size
      const leaves = events.map(({ id, contentHash }) => leafHash(logEntry(id, contentHash)))
      for (const leaf of leaves) appendLeaf(frontier, leaf)
      const root = rootOf(frontier)
      await client.query(
        'insert into audit_leaf (index, "eventId", "leafHash") select $1::bigint + n - 1, id, leaf from unnest($2::uuid[], $3::bytea[]) with ordinality as new(id, leaf, n)',
        [first, events.map(({ id }) => id), leaves],
      )
      const note = signCheckpoint({ size: frontier.size, root }, key)
      await client.query('insert into audit_checkpoint (size, "rootHash", note, at) values ($1, $2, $3, $4)', [
        frontier.size,
        root,
        note,
        now,
      ])
      await storeFrontier(client, frontier, now)
    }
    await client.query('commit')
    return events.length
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

interface Unsequenced {
  id: string
  contentHash: Buffer
}

/** `late`: how many seconds older than the newest entry an event may be; null: any age. */
async function unsequenced(client: pg.PoolClient, batch: number, late: number | null): Promise<Unsequenced[]> {
  const columns = 'select e.id, e."contentHash" from audit_event e'
  if (late === null) {
    const missing = 'where not exists (select 1 from audit_leaf l where l."eventId" = e.id) order by e.at, e.id limit $1'
    return (await client.query<Unsequenced>(`${columns} ${missing}`, [batch])).rows
  }
  // The lateral limit keeps this a look-up for each recent event: it never reads the whole log, however the planner sees it.
  const { rows } = await client.query<Unsequenced>(
    `${columns} left join lateral (select 1 as there from audit_leaf l where l."eventId" = e.id limit 1) l on true
     where l.there is null and e.at >= coalesce(
       (select at from audit_event where id = (select "eventId" from audit_leaf order by index desc limit 1)) - make_interval(secs => $2),
       '-infinity')
     order by e.at, e.id limit $1`,
    [batch, late],
  )
  return rows
}
