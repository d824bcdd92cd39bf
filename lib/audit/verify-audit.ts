import type { Platform } from '#lib/platform/index.ts'
import { type EarlierKey, readEarlierKeys } from './earlier-keys.ts'
import { erasureRecords, notErased } from './erasure-records.ts'
import { guardNotes } from './guard-notes.ts'
import { readUnsequenced } from './log-reader.ts'
import { openOutsideForReading } from './outside-copy.ts'
import { type Snapshot, withSnapshot } from './snapshot.ts'
import { walkLog } from './walk-log.ts'

/** What verification needs of the platform; no private key. */
export type VerifierPlatform = Pick<Platform, 'pool' | 'secrets'> & { env: Pick<Platform['env'], 'DATA_DIR'> }

export interface FirstBad {
  /** Its place in the log, from 0; null for an event that has none. */
  index: number | null
  /** Null where no record of the event is left. */
  eventId: string | null
  /** A sentence. */
  why: string
}

export interface AuditVerification {
  ok: boolean
  /** Events looked at, those that wait for their place in the log included. */
  events: number
  /** Of these, how many had their content erased: their place and their hash are still held against the log. */
  erased: number
  /** Checkpoints that the log was held against; one that is kept inside and outside counts once. */
  checkpoints: number
  firstBad?: FirstBad
  /** What a reader should know although nothing is wrong. Sentences. */
  notes: string[]
}

const pageSize = 2_000
/** An event that is so much older than the newest in the log should be in it. */
const overdueMs = 600_000

/**
 * Holds every event against its hash, every hash against its place in the log, and the log against every checkpoint, in the database
 * and in the file beside it. Stops at the first event that does not fit. One snapshot, pages, so it may run beside everything else.
 */
export async function verifyAudit(platform: VerifierPlatform): Promise<AuditVerification> {
  const dataDir = platform.env.DATA_DIR
  // Looked at before the snapshot is taken: what is outside by now is inside the snapshot, whatever is committed meanwhile.
  const outside = await openOutsideForReading(dataDir)
  try {
    return await withSnapshot(platform.pool, async (snapshot) => {
      const notes = await guardNotes(snapshot)
      if (!outside.there)
        notes.push(`There is no checkpoint file in ${dataDir}/audit, so only the checkpoints in the database were checked.`)
      notes.push(...(await readEarlierKeys(dataDir)).map(sayEarlierKey))
      const log = await walkLog(snapshot, platform.secrets.auditKey, { dataDir, outside, pageSize })
      const rest = log.firstBad === null ? await checkUnsequenced(snapshot, log.newestAt) : { events: 0, erased: 0, firstBad: null }
      const firstBad = log.firstBad ?? rest.firstBad
      const counted = { events: log.events + rest.events, erased: log.erased + rest.erased, checkpoints: log.checkpoints, notes }
      return firstBad === null ? { ok: true, ...counted } : { ok: false, ...counted, firstBad }
    })
  } finally {
    await outside.close()
  }
}

function sayEarlierKey({ verifier, upTo, since }: EarlierKey): string {
  const key = verifier.split('+').slice(0, 2).join('+')
  return `The first ${upTo} entries are vouched for by an earlier key, ${key}, which came with the backup that was restored on ${since.slice(0, 10)}.`
}

/** Events that have no place yet: their content is checked, and whether they should have one by now. */
async function checkUnsequenced(
  snapshot: Snapshot,
  newestAt: string,
): Promise<{ events: number; erased: number; firstBad: FirstBad | null }> {
  const due = newestAt === '' ? '' : new Date(Date.parse(newestAt) - overdueMs).toISOString()
  const erasures = erasureRecords(snapshot)
  let [events, erased] = [0, 0]
  const bad = (eventId: string, why: string) => ({ events, erased, firstBad: { index: null, eventId, why } })
  for await (const rows of readUnsequenced(snapshot, pageSize)) {
    for (const { eventId, at, intact, erasure } of rows) {
      events += 1
      if (!intact) return bad(eventId, 'This event is not what was recorded: it does not fit its hash.')
      if (at !== null && at < due) return bad(eventId, `This event is dated ${at} but is not in the log, although much later ones are.`)
      if (erasure === null) continue
      if (!(await erasures.names(eventId, erasure))) return bad(eventId, notErased)
      erased += 1
    }
  }
  return { events, erased, firstBad: null }
}
