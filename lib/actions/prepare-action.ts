import { type ConnectedOperation, loadOperation, mayUse } from '#lib/connectors/index.ts'
import { isAppError, maskPreview, type Preview } from '#lib/core/index.ts'
import { type Platform, Prisma, queueJob, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { allMet, asksOf, countsFor, type Requirement } from '#lib/policy/index.ts'
import { type ActionRow, loadAction, lockAction, type StoredPolicy, statusOf } from './action-row.ts'
import { enqueueIfReady } from './enqueue-action.ts'
import { candidateGrants } from './grants/candidate-grants.ts'
import { minorOf, type StandingGrant } from './grants/standing-grant.ts'
import { takeGrant } from './grants/take-grant.ts'
import type { TakenGrant } from './grants/taken-grant.ts'
import { actionDigest, figuresOf, type Judgeable, judgeAction } from './judge.ts'
import { makePreview, needsWorker, plainPreview } from './make-preview.ts'
import { type Move, moveAction, system } from './move-action.ts'
import { noteAnswer } from './note-answer.ts'
import { pauseOver } from './pauses/pause.ts'
import { standingPauses } from './pauses/standing-pauses.ts'
import { withPreviewPlace } from './preview-places.ts'
import { type FreshTimers, freshTimers } from './time-limits/fresh-timers.ts'
import { previewAgainMs } from './tunables.ts'
import { askersOf, authorityOf, metOn, openAsks } from './votes-on.ts'

export interface Preparation {
  connected: ConnectedOperation
  policy: StoredPolicy
  /** Null for a read that needs nobody. */
  preview: Preview | null
  /** The standing grant that was used, where one stood for a person. */
  grant?: TakenGrant | null
  /** Null where nobody is asked. */
  timers: FreshTimers | null
}

export interface PendingEdit {
  by: string
  apiKeyId: string | null
  /** In whose name it was changed, when the editor stands in for someone. */
  onBehalfOfId?: string | null
  /** All that changed is one amount, lower: the editor's approval counts on the new digest. */
  lowered: boolean
  comment: string | null
}

/** Preview, then policy, in the worker. Safe to run twice: the second finds nothing to do. */
export async function prepareAction(platform: Platform, id: string): Promise<void> {
  const row = await loadAction(platform.db, id)
  const edited = statusOf(row) === 'awaiting_approval' && row.digest === null
  if (statusOf(row) !== 'requested' && !edited) return
  const connected = await loadOperation(platform, { operation: row.operation, connectionId: row.connectionId })
  if (connected === null || connected.operation.version !== row.operationVersion) {
    await failPreparation(platform, row, 'The operation was changed or removed before this could be prepared. Ask again.')
    return
  }
  // Nor is anything read for somebody who may no longer use it. An edited card is looked at again when it is claimed.
  if (!edited && !mayUse(row.requestedBy, connected)) {
    await failPreparation(platform, row, `${row.requestedBy.name} may no longer use “${row.title}”: it is for other teams.`)
    return
  }
  // What is paused is not read either: it is prepared when the pause is lifted.
  if (needsWorker(connected.operation) && pauseOver(await standingPauses(platform), row) !== null) return
  const looked = await lookOutside(platform, connected, row)
  if (looked === 'later') return
  const preview = looked
  if ('reason' in preview && !edited) {
    await failPreparation(platform, row, preview.reason)
    return
  }
  // An edited card stays with its approvers even when the outside does not answer just now: the claim looks again.
  const shown = 'reason' in preview ? plainPreview(connected.operation, row.input, [preview.reason]) : preview.made
  // What would change is known before the rules are asked: they may look at it.
  const policy = await judgeAction(platform, connected, row, row.requestedBy, shown)
  const grants = edited ? [] : await candidateGrants(platform, row, { policy, preview: shown })
  // Before the transaction: whoever holds a connection and waits for another one waits for all who do the same.
  const timers = edited ? await freshTimers(platform, policy) : await timersFor(platform, policy)
  await withTransaction(platform, async (tx) => {
    const current = await lockAction(tx, id)
    if (current.status !== row.status || current.digest !== row.digest || current.fence !== row.fence) return
    const needed = shown ?? (policy.verdict === 'require_approval' ? plainPreview(connected.operation, row.input) : null)
    await applyPreparation(platform, tx, current, { connected, policy, preview: needed, timers }, grants)
  })
}

/** The preview, or why there is none. `later`: the connection has no place for it now, and it was enqueued once more. */
async function lookOutside(platform: Platform, connected: ConnectedOperation, row: ActionRow) {
  if (!needsWorker(connected.operation)) return previewOrReason(platform, connected, row)
  const look = await withPreviewPlace(platform, row.connectionId, () => previewOrReason(platform, connected, row))
  if (!look.full) return look.value
  const notBefore = new Date(platform.clock.now().getTime() + previewAgainMs)
  await withTransaction(platform, (tx) =>
    queueJob(tx, platform.live, { queue: 'prepare', id: row.id, jobId: `${row.id}-${platform.ids()}`, notBefore }),
  )
  return 'later'
}

async function previewOrReason(
  platform: Platform,
  connected: ConnectedOperation,
  row: ActionRow,
): Promise<{ made: Preview | null } | { reason: string }> {
  try {
    const made = await makePreview(platform, connected, row)
    if (needsWorker(connected.operation)) await noteAnswer(platform, row.connectionId, null)
    return { made }
  } catch (error) {
    await noteAnswer(platform, row.connectionId, error)
    platform.log.info({ error, actionId: row.id }, 'a preview could not be made')
    const why =
      error instanceof Error && (error.name === 'AttemptError' || isAppError(error)) ? error.message : 'The system did not answer in time.'
    return { reason: `What would change could not be looked up: ${why}` }
  }
}

async function failPreparation(platform: Platform, row: ActionRow, message: string): Promise<void> {
  if (statusOf(row) !== 'requested') return
  await withTransaction(platform, (tx) =>
    moveAction(platform, tx, row, {
      to: 'failed',
      data: { error: toJson({ message, class: 'preparation' }) },
      audit: { kind: 'action.settled', actor: system, content: { error: message } },
    }),
  )
}

/** What the verdict means for a new action, or one that waits for its first preview. Pure. */
export function preparedMove(row: Pick<ActionRow, 'askedRoles'> & Judgeable, { grant = null, ...preparation }: Preparation): Move {
  const { timers } = preparation
  const policy = grant === null ? preparation.policy : { ...preparation.policy, grant }
  const { data, content } = preparedData(row, { ...preparation, policy })
  const audit = { kind: 'action.prepared', actor: system, content }
  if (policy.verdict === 'deny') {
    const reason = policy.rules.find(({ verdict }) => verdict === 'deny')?.reason ?? 'The policy does not allow this.'
    return { to: 'denied', data: { ...data, error: toJson({ message: reason }) }, audit }
  }
  if (policy.verdict === 'allow') return { to: 'queued', data, audit }
  // Who would have been asked may see what a grant let through.
  if (grant !== null) return { to: 'queued', data: { ...data, askedRoles: asked(row, policy), grantId: grant.id }, audit }
  const asks = asksOf(policy.requirements.map((requirement) => ({ ...requirement, met: 0 })))
  return { to: 'awaiting_approval', data: { ...data, askedRoles: asked(row, policy), asks, ...timers }, audit }
}

function preparedData(row: Judgeable, { connected, policy, preview }: Preparation) {
  const digest = preview === null ? null : actionDigest(row, preview)
  const { verdict, rules, requirements, policyVersion, grant } = policy
  return {
    digest,
    data: {
      policy: toJson(policy),
      ...figuresOf(policy.facts),
      ...(preview === null ? {} : { preview: toJson(preview), digest, summary: preview.summary }),
    },
    // The log keeps for ever what it is told: no secrets.
    content: {
      digest,
      verdict,
      rules,
      requirements,
      policyVersion,
      preview: preview === null ? null : maskPreview(connected.operation.input.json, row.input, preview),
      ...(grant === undefined ? {} : { grant }),
    },
  }
}

/** What the verdict means for the action, in the caller's transaction. */
async function applyPreparation(
  platform: Platform,
  tx: Tx,
  row: ActionRow,
  preparation: Preparation,
  grants: readonly StandingGrant[],
): Promise<void> {
  const edit = row.pendingEdit as PendingEdit | null
  if (edit !== null) {
    await applyEdit(platform, tx, row, edit, preparation)
    return
  }
  const grant = await takeGrant(platform, tx, grants, { id: row.id, minor: minorOf(preparation.policy), traceId: row.traceId })
  const move = preparedMove(row, { ...preparation, grant })
  const askedRoles = preparation.policy.verdict === 'require_approval' ? asked(row, preparation.policy) : row.askedRoles
  const moved = await moveAction(platform, tx, { ...row, askedRoles }, move)
  if (moved && move.to === 'queued') await enqueueIfReady(platform, tx, row)
}

function asked(row: Pick<ActionRow, 'askedRoles'>, policy: StoredPolicy): string[] {
  return [...new Set([...row.askedRoles, ...policy.requirements.map(({ role }) => role)])]
}

/** The timers of an action that will wait for people, counted from now. */
export async function timersFor(platform: Platform, policy: StoredPolicy): Promise<FreshTimers | null> {
  return policy.verdict === 'require_approval' ? freshTimers(platform, policy) : null
}

/** The card after an approver's change: new digest, and the editor's approval where the change only lowered an amount. */
async function applyEdit(platform: Platform, tx: Tx, before: ActionRow, edit: PendingEdit, preparation: Preparation): Promise<void> {
  const { policy, timers } = preparation
  const { digest, data, content } = preparedData(before, preparation)
  const row = { ...before, digest }
  const needed = policy.requirements.length > 0 ? policy.requirements : [{ role: 'approver' as const, quorum: 1, requesterExcluded: true }]
  const kept = { ...policy, requirements: needed, verdict: policy.verdict === 'deny' ? ('deny' as const) : ('require_approval' as const) }
  if (edit.lowered && row.digest !== null && (await carriesApproval(tx, before, edit, needed))) {
    await tx.decision.create({
      data: {
        id: platform.ids(),
        actionId: row.id,
        digest: row.digest,
        personId: edit.by,
        apiKeyId: edit.apiKeyId,
        onBehalfOfId: edit.onBehalfOfId ?? null,
        verdict: 'approve',
        comment: edit.comment,
        at: platform.clock.now(),
      },
    })
  }
  const fresh = await loadAction(tx, row.id)
  const met = edit.lowered && kept.verdict === 'require_approval' && allMet(metOn(fresh, kept.requirements, row.digest))
  const common = { ...data, policy: toJson(kept), pendingEdit: Prisma.DbNull, askedRoles: asked(row, kept) }
  const moved = await moveAction(
    platform,
    tx,
    { ...fresh, askedRoles: asked(row, kept) },
    {
      to: met ? 'queued' : 'awaiting_approval',
      data: { ...common, ...(met ? {} : { asks: openAsks({ ...fresh, escalatedTo: [] }, kept.requirements, row.digest), ...timers }) },
      audit: { kind: 'action.prepared', actor: system, content: { ...content, afterEditBy: edit.by } },
    },
  )
  if (moved && met) await enqueueIfReady(platform, tx, fresh)
}

/**
 * Whether the editor's approval goes along to the new digest: only where it meets all that theirs could meet. Their device signed the
 * former digest, if anything: what asks for a passkey asks for a signature on the new one, which they may still give.
 */
async function carriesApproval(tx: Tx, row: ActionRow, edit: PendingEdit, asks: readonly Requirement[]): Promise<boolean> {
  const ids = [edit.by, ...(edit.onBehalfOfId == null ? [] : [edit.onBehalfOfId])]
  const people = await tx.person.findMany({ where: { id: { in: ids }, active: true }, select: { id: true, roles: true, teams: true } })
  const editor = people.find(({ id }) => id === edit.by)
  if (editor === undefined) return false
  const standsInFor = people.filter(({ id }) => id !== edit.by).map(authorityOf)
  const counts = (requirement: Requirement, signed: boolean) =>
    countsFor(requirement, { ...authorityOf(editor), standsInFor, signed }, askersOf(row))
  return asks.some((one) => counts(one, false)) && asks.every((one) => counts(one, false) === counts(one, true))
}
