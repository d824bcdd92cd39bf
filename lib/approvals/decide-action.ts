import { type ActionRow, enqueueIfReady, loadAction, metOn, moveAction, noteAsks, policyOf } from '#lib/actions/index.ts'
import { AppError } from '#lib/core/index.ts'
import { spendAssertion } from '#lib/people/index.ts'
import { isUniqueViolation, type Platform, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { allMet } from '#lib/policy/index.ts'
import { editAction } from './edit-action.ts'
import { type DecisionRequest, keepDecision, lockForDecision } from './lock-for-decision.ts'
import { checkSignature, requireSignature } from './sign-decision.ts'
import { tellConversation, tellPeople } from './tell-people.ts'

/**
 * A person's decision on exactly what they were shown. Throws `not_found`, `forbidden`, `invalid` (an edit that does
 * not fit) and `conflict` with the action as it is: another digest, decided already, no longer waiting.
 */
export async function decideAction(platform: Platform, request: DecisionRequest): Promise<ActionRow> {
  if (request.verdict === 'approve' && request.input !== undefined) return editAction(platform, request)
  const signed = await checkSignature(platform, request)
  try {
    return await withTransaction(platform, async (tx) => {
      const row = await lockForDecision(tx, request)
      requireSignature(row, request, signed)
      if (signed !== null) await spendAssertion(platform, tx, signed)
      await keepDecision(platform, tx, row, { ...request, signature: signed?.kept })
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
  const met = metOn(voted, policy?.requirements ?? [], row.digest)
  const actor = { kind: 'person' as const, id: caller.personId }
  if (!allMet(met)) {
    await noteAsks(tx, voted)
    await tellOfVote(platform, tx, voted, caller)
    return
  }
  const moved = await moveAction(platform, tx, row, {
    to: 'queued',
    data: { waitingNote: null },
    guard: { digest: row.digest },
    audit: { kind: 'action.approved', actor, content: { digest: row.digest, requirements: met } },
  })
  if (moved) await enqueueIfReady(platform, tx, voted)
}

/** An approval that takes another one besides: whoever asked hears of it, by name and in the conversation. */
async function tellOfVote(platform: Platform, tx: Tx, row: ActionRow, { personId, name }: DecisionRequest['caller']): Promise<void> {
  await tellPeople(platform, tx, {
    kind: 'approved',
    row,
    from: { personId, name },
    to: [],
    key: `approved/${row.id}/${row.digest ?? ''}/${personId}`,
    sentence: `${name} approved it, and it takes another approval: ${row.summary || row.title}`,
  })
  const vote = row.decisions.find((one) => one.personId === personId && one.digest === row.digest && one.voidedAt === null)
  if (vote !== undefined) await tellConversation(platform, tx, row, { id: vote.id, by: personId })
}
