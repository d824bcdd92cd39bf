import type { ConnectedOperation } from '#lib/connectors/index.ts'
import { type Preview, retryDefaults } from '#lib/core/index.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'
import { type ActionRow, lockAction, statusOf } from './action-row.ts'
import { enqueueIfReady, predecessorsDone } from './enqueue-action.ts'
import { gateLimits } from './gate-limits.ts'
import { holdLease, type Lease, readClocks } from './lease.ts'
import { type Held, writeClaims } from './ledger.ts'
import { announce, prepareMove, system } from './move-action.ts'
import { pauseOver } from './pauses/pause.ts'
import { standingPauses } from './pauses/standing-pauses.ts'
import { readAction, readReady } from './read-actions.ts'
import { lookAgain, lookAround, looksOutside, type SecondLook } from './second-look.ts'
import { sendBack } from './send-back.ts'
import { claimTries, placesPollMs } from './tunables.ts'

export interface Claim {
  row: ActionRow
  connected: ConnectedOperation
  fence: number
  /** An earlier attempt may have done it already. */
  inDoubt: boolean
  lease: Lease
}

/**
 * Takes one queued action for this worker, after everything was checked again. Null: there is nothing to run
 * (somebody else has it, it waits, or it went back to its approvers).
 */
export async function claimAction(platform: Platform, id: string, worker: string): Promise<Claim | null> {
  for (let tries = 0; tries < claimTries; tries += 1) {
    const found = await tryToClaim(platform, id, worker)
    if (found !== 'passed_over') return found
    // Waits until whoever holds it has let go. They may have changed it: it is looked at anew.
    await withTransaction(platform, (tx) => lockAction(tx, id))
  }
  const notBefore = soon(platform)
  await withTransaction(platform, async (tx) => enqueueIfReady(platform, tx, await lockAction(tx, id), { notBefore }))
  return null
}

/** `passed_over`: somebody held or changed it just when it would have been taken. */
async function tryToClaim(platform: Platform, id: string, worker: string): Promise<Claim | 'passed_over' | null> {
  const row = await readAction(platform, id)
  if (row === null || statusOf(row) !== 'queued' || !predecessorsDone(row)) return null
  if (row.notBefore !== null && row.notBefore > platform.clock.now()) {
    const { notBefore } = row
    await withTransaction(platform, (tx) => enqueueIfReady(platform, tx, row, { notBefore }))
    return null
  }
  // What is paused is not looked at either.
  if (pauseOver(await standingPauses(platform), row) !== null) return null
  const first = await lookAgain(platform, row, await lookAround(platform, row.connectionId, [row]))
  // The outside took its time: rules, rights and approvals are those of now, not of before.
  if (first.go && first.seen !== null) return takeAsOfNow(platform, row, { worker, seen: first.seen })
  return takeLooked(platform, row, first, worker)
}

async function takeAsOfNow(
  platform: Platform,
  before: ActionRow,
  { worker, seen }: { worker: string; seen: Preview },
): Promise<Claim | 'passed_over' | null> {
  const row = await readAction(platform, before.id)
  if (row === null || statusOf(row) !== 'queued') return null
  // Changed meanwhile: what was seen is not of this, and it may have to wait.
  if (row.fence !== before.fence || row.digest !== before.digest) return 'passed_over'
  return takeLooked(platform, row, await lookAgain(platform, row, await lookAround(platform, row.connectionId, [row]), seen), worker)
}

async function takeLooked(platform: Platform, row: ActionRow, look: SecondLook, worker: string): Promise<Claim | 'passed_over' | null> {
  if (!look.go) {
    await sendBack(platform, row, look)
    return null
  }
  const { claims, held } = await take(platform, [{ row, connected: look.connected }], { connectionId: row.connectionId, worker })
  return claims[0] ?? (held === null ? 'passed_over' : null)
}

function soon(platform: Platform): Date {
  return new Date(platform.clock.now().getTime() + placesPollMs)
}

export interface ClaimRound {
  claims: Claim[]
  /** Approved on a live preview: the outside has to be looked at first, one by one (`claimAction`). */
  slow: string[]
  /** Whether more may be waiting than this round took in. */
  more: boolean
  /** When to look again by oneself, where a limit of the connection held something back, or somebody held an action just then. */
  wakeAt: Date | null
}

/** Takes what waits for one connection, the longest queued first, in one statement: `most` at most, and none of `except`. */
export async function claimReady(
  platform: Platform,
  { connectionId, worker, most, except }: { connectionId: string; worker: string; most: number; except: readonly string[] },
): Promise<ClaimRound> {
  const rows = await readReady(platform, { connectionId, most, except })
  if (rows.length === 0) return { claims: [], slow: [], more: false, wakeAt: null }
  const around = await lookAround(platform, connectionId, rows)
  const slow = rows.filter((row) => looksOutside(row, around)).map(({ id }) => id)
  const ready: Ready[] = []
  let sentBack = 0
  // Together, so that what the rules need besides is read once for all of them.
  const looks = await Promise.all(
    rows.filter(({ id }) => !slow.includes(id)).map(async (row) => ({ row, look: await lookAgain(platform, row, around) })),
  )
  for (const { row, look } of looks) {
    if (look.go) ready.push({ row, connected: look.connected })
    else {
      await sendBack(platform, row, look)
      sentBack += 1
    }
  }
  const { claims, held } = await take(platform, ready, { connectionId, worker })
  // One that was passed over is still queued, and nobody else may come for it: who held it need not have changed it.
  const passedOver = held === null && claims.length < ready.length
  const wakeAt = held === null && !passedOver ? null : (held?.wakeAt ?? soon(platform))
  return { claims, slow, more: held === null && rows.length === most && claims.length + slow.length + sentBack > 0, wakeAt }
}

interface Ready {
  row: ActionRow
  connected: ConnectedOperation
}

async function take(
  platform: Platform,
  ready: readonly Ready[],
  { connectionId, worker }: { connectionId: string; worker: string },
): Promise<{ claims: Claim[]; held: Held | null }> {
  const [first] = ready
  if (first === undefined) return { claims: [], held: null }
  // Before the statement is sent: a lease may end early, and never late.
  const from = readClocks(platform)
  const now = new Date(from.wall)
  const drafts = ready.map((one) => draftClaim(platform, one, { worker, now }))
  const { claimed, held } = await writeClaims(platform.pool, {
    connectionId,
    moves: drafts.map(({ move }) => move),
    events: drafts.map(({ event }) => event),
    attempts: drafts.map(({ attempt }) => attempt),
    limits: gateLimits(first.connected.connection.settings),
    at: now,
  })
  const claims = ready.flatMap(({ row, connected }): Claim[] => {
    if (!claimed.has(row.id)) return []
    const fence = row.fence + 1
    const attempts = row.attempts + 1
    announce(platform, platform.pool, row, 'queued', 'running')
    const taken = { ...row, fence, attempts, status: 'running', firstSentAt: row.firstSentAt ?? now }
    return [{ row: taken, connected, fence, inDoubt: row.firstSentAt !== null, lease: holdLease(platform, { id: row.id, fence, from }) }]
  })
  return { claims, held }
}

function draftClaim(platform: Platform, { row, connected }: Ready, { worker, now }: { worker: string; now: Date }) {
  const fence = row.fence + 1
  const attempt = row.attempts + 1
  const { move, event } = prepareMove(platform, row, {
    to: 'running',
    data: {
      fence,
      attempts: attempt,
      leaseUntil: new Date(now.getTime() + retryDefaults.leaseMs),
      firstSentAt: row.firstSentAt ?? now,
      retryUntil: row.retryUntil ?? new Date(now.getTime() + (connected.operation.retry?.withinMs ?? retryDefaults.totalMs)),
      notBefore: null,
    },
    guard: { digest: row.digest },
    audit: { kind: 'action.claimed', actor: system, content: { worker, fence, attempt, digest: row.digest } },
  })
  return {
    move: { ...move, again: attempt > 1 },
    event,
    attempt: { id: platform.ids(), actionId: row.id, number: attempt, fence, worker, startedAt: now },
  }
}
