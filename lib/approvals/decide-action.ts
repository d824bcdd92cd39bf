import {
  type ActionRow,
  enqueueIfReady,
  loadAction,
  lockAction,
  moveAction,
  policyOf,
  requireSight,
  statusOf,
  votesOn,
} from '#lib/actions/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { isUniqueViolation, type Platform, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { allMet, requirementsMet } from '#lib/policy/index.ts'
import { editAction } from './edit-action.ts'
import { whyNotDecide } from './may-decide.ts'

export interface DecisionRequest {
  actionId: string
  caller: Caller
  verdict: 'approve' | 'reject'
  /** The one that was shown. */
  digest: string
  /** Approve with changes: the whole input as it should be. */
  input?: unknown
  comment?: string | undefined
}

/**
 * A person's decision on exactly what they were shown. Throws `not_found`, `forbidden`, `invalid` (an edit that does
 * not fit) and `conflict` with the action as it is: another digest, decided already, no longer waiting.
 */
export async function decideAction(platform: Platform, request: DecisionRequest): Promise<ActionRow> {
  if (request.verdict === 'approve' && request.input !== undefined) return editAction(platform, request)
  try {
    return await withTransaction(platform, async (tx) => {
      const row = await lockForDecision(tx, request)
      await keepDecision(platform, tx, row, request)
      await (request.verdict === 'reject' ? reject(platform, tx, row, request) : approve(platform, tx, row, request))
      return loadAction(tx, row.id)
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('conflict', 'You have decided on this already.', {
      extra: { action: await loadAction(platform.db, request.actionId) },
    })
  }
}

/** The locked row, once it is certain that this person may decide on this digest now. */
export async function lockForDecision(tx: Tx, { actionId, caller, digest }: DecisionRequest): Promise<ActionRow> {
  const row = await lockAction(tx, actionId)
  requireSight(caller, row)
  const conflict = (detail: string) => new AppError('conflict', detail, { extra: { action: row } })
  if (statusOf(row) !== 'awaiting_approval') throw conflict(`It no longer waits for a decision: it is ${row.status.replace('_', ' ')}.`)
  const why = whyNotDecide(caller, row)
  const again = row.decisions.some(
    ({ personId, digest: on, voidedAt }) => personId === caller.personId && on === row.digest && voidedAt === null,
  )
  if (why !== null && !again && row.digest !== null) throw new AppError('forbidden', why)
  if (row.digest !== digest) throw conflict('What would change is no longer what you were shown. Look again.')
  if (why !== null) throw conflict(why)
  return row
}

export async function keepDecision(
  platform: Platform,
  tx: Tx,
  row: ActionRow,
  { caller, digest, verdict, comment }: Omit<DecisionRequest, 'verdict'> & { verdict: 'approve' | 'reject' | 'edit' },
): Promise<void> {
  const at = platform.clock.now()
  await tx.decision.create({
    data: {
      id: platform.ids(),
      actionId: row.id,
      digest,
      personId: caller.personId,
      apiKeyId: caller.apiKeyId,
      verdict,
      comment: comment ?? null,
      at,
    },
  })
  await recordAudit(tx, {
    kind: 'action.decided',
    actor: { kind: 'person', id: caller.personId },
    subject: { kind: 'action', id: row.id },
    content: { digest, verdict, comment: comment ?? null, ...(caller.apiKeyId === null ? {} : { apiKeyId: caller.apiKeyId }) },
    traceId: row.traceId,
  })
}

async function reject(platform: Platform, tx: Tx, row: ActionRow, { caller, comment }: DecisionRequest): Promise<void> {
  const message = comment === undefined || comment === '' ? `${caller.name} rejected it.` : `${caller.name} rejected it: ${comment}`
  await moveAction(platform, tx, row, {
    to: 'rejected',
    data: { error: toJson({ message }) },
    guard: { digest: row.digest },
    audit: {
      kind: 'action.rejected',
      actor: { kind: 'person', id: caller.personId },
      content: { digest: row.digest, comment: comment ?? null },
    },
  })
}

async function approve(platform: Platform, tx: Tx, row: ActionRow, { caller }: DecisionRequest): Promise<void> {
  const policy = policyOf(row)
  if (policy?.verdict === 'deny')
    throw new AppError('conflict', 'The policy does not allow this as it is now. Change it, or reject it.', { extra: { action: row } })
  const voted = await loadAction(tx, row.id)
  const met = requirementsMet(policy?.requirements ?? [], votesOn(voted, row.digest), [row.requestedById, ...row.editedBy])
  const actor = { kind: 'person' as const, id: caller.personId }
  if (!allMet(met)) {
    await platform.live.publish(tx, {
      type: 'action.updated',
      id: row.id,
      people: [row.requestedById],
      roles: ['admin', 'auditor', ...row.askedRoles],
    })
    return
  }
  const moved = await moveAction(platform, tx, row, {
    to: 'queued',
    data: { waitingNote: null },
    guard: { digest: row.digest },
    audit: { kind: 'action.approved', actor, content: { digest: row.digest, requirements: met } },
  })
  if (moved) await enqueueIfReady(platform, tx, voted, { fence: row.fence })
}
