import type pg from 'pg'
import { type AuditEntryDraft, auditRow } from '#lib/audit/index.ts'
import type { Tx } from '#lib/platform/index.ts'

/**
 * The ledger's writes as SQL functions (the migration `ledger_functions` says what each does; the newest `move_actions` is in
 * `policy_and_approvals`, `settle_actions` in `breaker_counts_every_failure`, `claim_actions` in `refilled_once`): an action's
 * change, its audit event, its attempt and its outbox rows are one round trip, for one action or for many.
 */
export interface MoveRecord {
  id: string
  from: string
  fence: number
  /** Whether the digest, too, must still be the one that was read. */
  guarded: boolean
  digest: string | null
  /** Not if others wait for its end: their moves belong into the same transaction. */
  unlessDependents: boolean
  /** The columns that change. A claim says besides whether it is a retry. */
  patch: Record<string, unknown>
  again?: boolean
}

export interface AttemptRecord {
  actionId: string
  fence: number
  /** A claim begins one … */
  id?: string
  number?: number
  worker?: string
  startedAt?: Date
  /** … and its end is written here. */
  endedAt?: Date
  class?: string
  seen?: unknown
  durationMs?: number | null
}

export interface JobRecord {
  actionId: string
  queue: 'actions' | 'prepare' | 'turns'
  jobId: string
  data: { id: string }
  notBefore?: Date
}

export type EventRecord = ReturnType<typeof eventRecord>

export interface LedgerWrite {
  moves: MoveRecord[]
  events: EventRecord[]
  attempts: AttemptRecord[]
  jobs: JobRecord[]
}

/** What one attempt's end says about its connection. */
export interface GateEnd {
  connectionId: string
  /** It spoke, if only to refuse: the breaker closes. */
  answered: boolean
  failures: number
  why: string | null
}

/** An audit event of an action, as the functions take it. */
export function eventRecord(actionId: string, draft: Omit<AuditEntryDraft, 'subject'>) {
  const { salt, contentHash, ...row } = auditRow({ ...draft, subject: { kind: 'action', id: actionId } })
  return { ...row, actionId, salt: Buffer.from(salt).toString('hex'), contentHash: Buffer.from(contentHash).toString('hex') }
}

/** Moves, in the caller's transaction. Answers those that happened, and whether others wait for them. */
export async function writeMoves(tx: Tx, { moves, events, attempts, jobs }: LedgerWrite): Promise<Map<string, boolean>> {
  const rows = await tx.$queryRaw<{ id: string; hasDependents: boolean }[]>`
    select id, "hasDependents" from move_actions(${json(moves)}::jsonb, ${json(events)}::jsonb, ${json(attempts)}::jsonb, ${json(jobs)}::jsonb)`
  return new Map(rows.map(({ id, hasDependents }) => [id, hasDependents]))
}

/** New actions, in the caller's transaction (or, with the pool, in one of their own). */
export async function insertActions(
  on: Tx | pg.Pool,
  { actions, events, jobs, after }: { actions: object[]; events: EventRecord[]; jobs: JobRecord[]; after: object[] },
): Promise<void> {
  if ('$queryRaw' in on) {
    await on.$queryRaw`select insert_actions(${json(actions)}::jsonb, ${json(events)}::jsonb, ${json(jobs)}::jsonb, ${json(after)}::jsonb)::text`
    return
  }
  const text = 'select insert_actions($1::jsonb, $2::jsonb, $3::jsonb, $4::jsonb)'
  await on.query({ name: 'insert_actions', text, values: [json(actions), json(events), json(jobs), json(after)] })
}

/** Why a connection gave no more than it did, and when to look again. */
export interface Held {
  why: string
  wakeAt: Date | null
}

/** Claims of one connection, as many as its gate lets through. */
export async function writeClaims(
  pool: pg.Pool,
  given: Pick<LedgerWrite, 'moves' | 'events' | 'attempts'> & { connectionId: string; limits: object; at: Date },
): Promise<{ claimed: Set<string>; held: Held | null }> {
  const { rows } = await pool.query<{ id: string | null; held: string | null; wakeAt: Date | null }>({
    name: 'claim_actions',
    text: 'select id, held, "wakeAt" from claim_actions($1, $2::jsonb, $3::jsonb, $4::jsonb, $5::jsonb, $6)',
    values: [given.connectionId, json(given.moves), json(given.events), json(given.attempts), json(given.limits), given.at],
  })
  const held = rows.find(({ id }) => id === null)
  return {
    claimed: new Set(rows.flatMap(({ id }) => id ?? [])),
    held: held === undefined ? null : { why: held.held ?? '', wakeAt: held.wakeAt },
  }
}

/** Ends of attempts, each with its fence. Answers those that were still ours to write. */
export async function writeEnds(
  on: Tx | pg.Pool,
  { moves, events, attempts, jobs, ends, limits, at }: LedgerWrite & { ends: GateEnd[]; limits: object; at: Date },
): Promise<Map<string, boolean>> {
  const rows =
    '$queryRaw' in on
      ? await on.$queryRaw<{ id: string; hasDependents: boolean }[]>`
        select id, "hasDependents" from settle_actions(${json(moves)}::jsonb, ${json(events)}::jsonb, ${json(attempts)}::jsonb,
          ${json(jobs)}::jsonb, ${json(ends)}::jsonb, ${json(limits)}::jsonb, ${at})`
      : (
          await on.query<{ id: string; hasDependents: boolean }>({
            name: 'settle_actions',
            text: 'select id, "hasDependents" from settle_actions($1::jsonb, $2::jsonb, $3::jsonb, $4::jsonb, $5::jsonb, $6::jsonb, $7)',
            values: [json(moves), json(events), json(attempts), json(jobs), json(ends), json(limits), at],
          })
        ).rows
  return new Map(rows.map(({ id, hasDependents }) => [id, hasDependents]))
}

function json(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? member.toString() : member))
}
