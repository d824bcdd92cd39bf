import { type ActionRow, lockAction, requireSight, statusOf } from '#lib/actions/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { AppError, type DecisionSignature } from '#lib/core/index.ts'
import type { Assertion, Caller } from '#lib/people/index.ts'
import { type Platform, Prisma, type Tx, toJson } from '#lib/platform/index.ts'
import { keepExample } from './examples/keep-example.ts'
import { decidesFor, hasDecided, whyNotGive } from './may-decide.ts'

export interface DecisionRequest {
  actionId: string
  caller: Caller
  verdict: 'approve' | 'reject'
  /** The one that was shown. */
  digest: string
  /** Approve with changes: the whole input as it should be. */
  input?: unknown
  comment?: string | undefined
  /** What the person's passkey signed: of exactly this verdict on this digest. */
  signature?: Assertion | undefined
}

/** The locked row, once it is certain that this verdict on this digest is this person's to give now. */
export async function lockForDecision(tx: Tx, { actionId, caller, digest, verdict }: DecisionRequest): Promise<ActionRow> {
  const row = await lockAction(tx, actionId)
  requireSight(caller, row)
  const conflict = (detail: string) => new AppError('conflict', detail, { extra: { action: row } })
  if (statusOf(row) !== 'awaiting_approval') throw conflict(`It no longer waits for a decision: it is ${row.status.replace('_', ' ')}.`)
  const why = whyNotGive(verdict, caller, row)
  if (why !== null && !hasDecided(caller, row) && row.digest !== null) throw new AppError('forbidden', why)
  if (row.digest !== digest) throw conflict('What would change is no longer what you were shown. Look again.')
  if (why !== null) throw conflict(why)
  return row
}

/** The decision's row, its audit event and the labelled example that it makes. A second one of a person on a digest is a unique violation. */
export async function keepDecision(
  platform: Platform,
  tx: Tx,
  row: ActionRow,
  request: Omit<DecisionRequest, 'verdict' | 'signature'> & {
    verdict: 'approve' | 'reject' | 'edit'
    signature?: DecisionSignature | undefined
  },
): Promise<void> {
  const { caller, digest, verdict, comment, signature } = request
  const at = platform.clock.now()
  // The sweep that lets it lapse may be late; the limit is not.
  if (row.dueAt !== null && row.dueAt <= at)
    throw new AppError('conflict', 'Its time for a decision is over. Ask again if it is still wanted.', { extra: { action: row } })
  const id = platform.ids()
  if (signature !== undefined) await voidUnsigned(tx, row, caller, at)
  await tx.decision.create({
    data: {
      id,
      actionId: row.id,
      digest,
      personId: caller.personId,
      apiKeyId: caller.apiKeyId,
      onBehalfOfId: decidesFor(caller, row),
      verdict,
      comment: comment ?? null,
      signature: signature === undefined ? Prisma.DbNull : toJson(signature),
      at,
    },
  })
  await recordAudit(tx, {
    kind: 'action.decided',
    actor: { kind: 'person', id: caller.personId },
    subject: { kind: 'action', id: row.id },
    content: {
      digest,
      verdict,
      comment: comment ?? null,
      onBehalfOf: decidesFor(caller, row),
      ...(caller.apiKeyId === null ? {} : { apiKeyId: caller.apiKeyId }),
      ...(signature === undefined ? {} : { signature }),
    },
    traceId: row.traceId,
  })
  await keepExample(platform, tx, row, { ...request, decisionId: id, at })
}

/** An approval from before a passkey was asked for gives way to the one that is signed. */
async function voidUnsigned(tx: Tx, row: ActionRow, caller: Caller, at: Date): Promise<void> {
  await tx.decision.updateMany({
    where: { actionId: row.id, digest: row.digest ?? '', personId: caller.personId, voidedAt: null, signature: { equals: Prisma.DbNull } },
    data: { voidedAt: at, voidReason: `${caller.name} signed it with a passkey instead.` },
  })
}
