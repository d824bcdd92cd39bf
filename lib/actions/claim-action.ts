import { type ConnectedOperation, mayUse, offeredBy } from '#lib/connectors/index.ts'
import { holdsRole, type Preview, type Role, retryDefaults, sameBefore } from '#lib/core/index.ts'
import { type Platform, toJson, withTransaction } from '#lib/platform/index.ts'
import { allMet, escalated, type InForce, policyInForce } from '#lib/policy/index.ts'
import { type ActionRow, inDoubtWords, lockAction, policyOf, type StoredPolicy, statusOf } from './action-row.ts'
import { takeBudgets } from './budgets/spend.ts'
import { enqueueIfReady, predecessorsDone } from './enqueue-action.ts'
import { gateLimits } from './gate-limits.ts'
import { grantsById } from './grants/read-grants.ts'
import { type StandingGrant, whyNotGranted } from './grants/standing-grant.ts'
import { actionDigest, figuresOf, judgeBy } from './judge.ts'
import { holdLease, type Lease, readClocks } from './lease.ts'
import { type Held, writeClaims } from './ledger.ts'
import { makePreview } from './make-preview.ts'
import { announce, moveAction, prepareMove, system } from './move-action.ts'
import { pauseOver } from './pauses/pause.ts'
import { standingPauses } from './pauses/standing-pauses.ts'
import { readAction, readReady } from './read-actions.ts'
import { freshTimers } from './time-limits/fresh-timers.ts'
import { approvalValidDays, placesPollMs } from './tunables.ts'
import { metOn, openAsks } from './votes-on.ts'

export interface Claim {
  row: ActionRow
  connected: ConnectedOperation
  fence: number
  /** An earlier attempt may have done it already. */
  inDoubt: boolean
  lease: Lease
}

/** What the second look found. */
type SecondLook =
  | { go: true; connected: ConnectedOperation }
  | { go: false; to: 'denied' | 'expired'; message: string }
  | {
      go: false
      to: 'awaiting_approval'
      note: string
      policy: StoredPolicy
      preview: Preview | null
      version?: string
      revision?: number
      voids: boolean
    }

/**
 * Takes one queued action for this worker, after everything was checked again. Null: there is nothing to run
 * (somebody else has it, it waits, or it went back to its approvers).
 */
export async function claimAction(platform: Platform, id: string, worker: string): Promise<Claim | null> {
  const row = await readAction(platform, id)
  if (row === null || statusOf(row) !== 'queued' || !predecessorsDone(row)) return null
  if (row.notBefore !== null && row.notBefore > platform.clock.now()) {
    const { notBefore } = row
    await withTransaction(platform, (tx) => enqueueIfReady(platform, tx, row, { notBefore }))
    return null
  }
  // What is paused is not looked at either.
  if (pauseOver(await standingPauses(platform), row) !== null) return null
  const look = await lookAgain(platform, row, await lookAround(platform, row.connectionId, [row]))
  if (!look.go) {
    await sendBack(platform, row, look)
    return null
  }
  const { claims } = await take(platform, [{ row, connected: look.connected }], { connectionId: row.connectionId, worker })
  return claims[0] ?? null
}

export interface ClaimRound {
  claims: Claim[]
  /** Approved on a live preview: the outside has to be looked at first, one by one (`claimAction`). */
  slow: string[]
  /** Whether more may be waiting than this round took in. */
  more: boolean
  /** When to look again by oneself, where a limit of the connection held something back. */
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
  const wakeAt = held === null ? null : (held.wakeAt ?? new Date(platform.clock.now().getTime() + placesPollMs))
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

/** What a second look goes by, as it is now: what the connection offers, and the policy. */
interface Around {
  offered: ReadonlyMap<string, ConnectedOperation>
  inForce: InForce
  /** Those that stood for a person, by id. */
  grants: ReadonlyMap<string, StandingGrant>
}

async function lookAround(platform: Platform, connectionId: string, rows: readonly ActionRow[]): Promise<Around> {
  const [offered, inForce, grants] = await Promise.all([
    offeredBy(platform, connectionId),
    policyInForce(platform),
    grantsById(
      platform,
      rows.flatMap(({ grantId }) => grantId ?? []),
    ),
  ])
  return { offered, inForce, grants }
}

/** Whether the second look reads the outside, which takes time that others must not wait for. */
function looksOutside(row: ActionRow, { offered }: Around): boolean {
  const connected = offered.get(row.operation)
  if (connected?.operation.preview?.live !== true) return false
  return (row.attempts === 0 && wasApproved(row)) || hasChanged(connected, row)
}

/** Declared anew, or reaching something else, since it was asked for. */
function hasChanged({ operation, connection }: ConnectedOperation, row: ActionRow): boolean {
  return operation.version !== row.operationVersion || connection.revision !== row.connectionRevision
}

function wasApproved(row: ActionRow): boolean {
  return row.decisions.some(({ digest, verdict }) => digest === row.digest && verdict === 'approve')
}

async function lookAgain(platform: Platform, row: ActionRow, { offered, inForce, grants }: Around): Promise<SecondLook> {
  const { requestedBy, connection } = row
  if (!requestedBy.active || !holdsRole(requestedBy.roles as Role[], 'member')) {
    return { go: false, to: 'denied', message: `${requestedBy.name} may no longer ask for this.` }
  }
  const connected = offered.get(row.operation)
  if (connected === undefined || !connection.enabled || !connected.enabled) {
    return { go: false, to: 'denied', message: `“${row.title}” on ${connection.title} is switched off.` }
  }
  if (!mayUse(requestedBy, connected)) {
    return {
      go: false,
      to: 'denied',
      message: `${requestedBy.name} may no longer use “${row.title}” on ${connection.title}: it is for other teams.`,
    }
  }
  if (approvalLapsed(platform, row)) {
    return { go: false, to: 'expired', message: `It was approved more than ${approvalValidDays} days ago. Ask again.` }
  }
  if (!connected.operation.input.parse(row.input).ok) {
    return { go: false, to: 'denied', message: 'The operation has changed and no longer takes this input. Ask again.' }
  }
  const judged = (preview: Preview | null) => judgeBy(platform, inForce, connected, row, requestedBy, preview)
  const policy = await judged(row.preview as Preview | null)
  if (policy.verdict === 'deny') return refused(policy)
  const look = await lookAtApproval(platform, row, connected, { policy, judged, grants })
  if (!look.go) return look
  // The last thing before it is taken: what it needs is set aside for it.
  const spending = { personId: requestedBy.id, teams: requestedBy.teams, connectionId: row.connectionId }
  const spent = await takeBudgets(platform, row, { effect: row.effect, spending, policy })
  return spent === null ? look : { go: false, to: 'denied', message: spent }
}

function refused(policy: StoredPolicy): SecondLook {
  const message = policy.rules.find(({ verdict }) => verdict === 'deny')?.reason ?? 'The policy no longer allows this.'
  return { go: false, to: 'denied', message }
}

async function lookAtApproval(
  platform: Platform,
  row: ActionRow,
  connected: ConnectedOperation,
  {
    policy,
    judged,
    grants,
  }: { policy: StoredPolicy; judged: (preview: Preview | null) => Promise<StoredPolicy>; grants: Around['grants'] },
): Promise<SecondLook> {
  const { operation, connection } = connected
  const changed = hasChanged(connected, row)
  const approved = wasApproved(row)
  const stored = row.preview as Preview | null
  const back = async (note: string, preview: Preview | null, voids: boolean): Promise<SecondLook> => {
    // What will be shown is what the rules look at.
    const now = preview === stored ? policy : await judged(preview)
    if (now.verdict === 'deny') return refused(now)
    const anew = changed ? { version: operation.version, revision: connection.revision } : {}
    return { go: false, to: 'awaiting_approval', note, policy: withRequirements(now, row), preview, voids, ...anew }
  }
  if (!approved && policy.verdict === 'allow' && !changed) return { go: true, connected }
  // Only a live preview can have gone stale; the first attempt looks, later ones may have changed the world themselves.
  const live = operation.preview?.live === true && row.attempts === 0
  const fresh = live || changed ? await makePreview(platform, connected, row) : stored
  if (changed) return back('The operation or its connection was changed since this was asked.', fresh, true)
  if (approved && fresh !== null && stored !== null && !sameBefore(fresh, stored))
    return back('What it would change has changed since it was approved.', fresh, true)
  if (policy.verdict === 'allow') return { go: true, connected }
  if (row.digest === null || stored === null || actionDigest(row, stored) !== row.digest)
    return back('The digest did not fit what was stored.', fresh, true)
  if (row.grantId !== null) {
    const grant = grants.get(row.grantId)
    const now = platform.clock.now()
    const why = grant === undefined ? 'the standing grant is gone' : whyNotGranted(grant, row, { policy, preview: stored, now })
    return why === null ? { go: true, connected } : back(`A person is asked after all, since ${why}.`, stored, false)
  }
  if (allMet(metOn(row, escalated(policy.requirements, row.escalatedTo), row.digest))) return { go: true, connected }
  return back('It needs a fresh approval: the policy, or the rights of who approved, changed meanwhile.', stored ?? fresh, false)
}

/** Going back always asks somebody, also when the policy alone would now allow it. */
function withRequirements(policy: StoredPolicy, row: ActionRow): StoredPolicy {
  if (policy.requirements.length > 0) return policy
  // Whom it was escalated to is forgotten with the timers, which start anew.
  const before = (policyOf(row)?.requirements ?? []).map(({ also: _also, ...requirement }) => requirement)
  const requirements = before.length > 0 ? before : [{ role: 'approver' as const, quorum: 1, requesterExcluded: true }]
  return { ...policy, verdict: 'require_approval', requirements }
}

function approvalLapsed(platform: Platform, row: ActionRow): boolean {
  const approvals = row.decisions.filter(({ digest, verdict }) => digest === row.digest && verdict === 'approve')
  const newest = Math.max(...approvals.map(({ at }) => at.getTime()))
  return approvals.length > 0 && row.attempts === 0 && platform.clock.now().getTime() - newest > approvalValidDays * 86_400_000
}

async function sendBack(platform: Platform, row: ActionRow, look: Exclude<SecondLook, { go: true }>): Promise<void> {
  await withTransaction(platform, async (tx) => {
    const current = await lockAction(tx, row.id)
    if (current.fence !== row.fence || current.digest !== row.digest) return
    if (look.to !== 'awaiting_approval') {
      await moveAction(platform, tx, current, {
        to: look.to,
        data: { error: toJson({ message: `${look.message}${inDoubtWords(current)}` }) },
        audit: { kind: look.to === 'denied' ? 'action.denied' : 'action.expired', actor: system, content: { why: look.message } },
      })
      return
    }
    const next = {
      ...current,
      operationVersion: look.version ?? current.operationVersion,
      connectionRevision: look.revision ?? current.connectionRevision,
    }
    const preview = look.preview ?? { summary: current.summary, changes: [], warnings: [] }
    const digest = actionDigest(next, preview)
    if (look.voids) {
      await tx.decision.updateMany({
        where: { actionId: row.id, voidedAt: null },
        data: { voidedAt: platform.clock.now(), voidReason: look.note },
      })
    }
    await moveAction(platform, tx, current, {
      to: 'awaiting_approval',
      data: {
        fence: current.fence + 1,
        digest,
        preview: toJson(preview),
        summary: preview.summary,
        policy: toJson(look.policy),
        ...figuresOf(look.policy.facts),
        askedRoles: [...new Set([...current.askedRoles, ...look.policy.requirements.map(({ role }) => role)])],
        asks: openAsks({ ...current, escalatedTo: [], ...(look.voids ? { decisions: [] } : {}) }, look.policy.requirements, digest),
        operationVersion: next.operationVersion,
        connectionRevision: next.connectionRevision,
        waitingNote: look.note,
        grantId: null,
        ...(await freshTimers(platform, look.policy)),
      },
      audit: { kind: 'action.sent_back', actor: system, content: { why: look.note, digest, former: current.digest, voided: look.voids } },
    })
  })
}
