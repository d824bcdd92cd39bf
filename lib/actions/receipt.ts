import { type EventProof, eventsAbout, proveEvents, verifierKey, type WholeAuditEvent } from '#lib/audit/index.ts'
import { loadOperation } from '#lib/connectors/index.ts'
import {
  AppError,
  canonicalJson,
  type DecisionSignature,
  type Json,
  type Preview,
  type Receipt,
  type ReceiptEvent,
  receiptStatement,
} from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'
import { type ActionRow, actionInclude } from './action-row.ts'
import { requireSightOf } from './require-sight-of.ts'
import { withoutSecrets } from './without-secrets.ts'

/** More than any action has; a receipt that leaves some out would not fit its own log. */
const maxEvents = 1_000

/**
 * What was approved, by whom, and that it ran, once: all that the log holds of an action, with a proof for each event that is in
 * the log by now (seconds after it happened). Whoever may see the action may have it. Throws `not_found`, and `invalid` for an action
 * with more than 1,000 events.
 */
export async function actionReceipt(platform: Platform, { actionId, caller }: { actionId: string; caller: Caller }): Promise<Receipt> {
  // One snapshot: an action that moves meanwhile must not disagree with its own events.
  const [row, recorded, attempts] = await withTransaction(
    platform,
    async (tx) =>
      [
        await tx.action.findUnique({ where: { id: actionId }, include: actionInclude }),
        await eventsAbout({ db: tx }, { kind: 'action', id: actionId }, { limit: maxEvents + 1 }),
        await tx.attempt.findMany({ where: { actionId }, orderBy: { fence: 'asc' }, take: maxEvents }),
      ] as const,
    'RepeatableRead',
  )
  if (row === null) throw new AppError('not_found', 'There is no such action.')
  await requireSightOf(platform, caller, row)
  if (recorded.length > maxEvents)
    throw new AppError(
      'invalid',
      `It has more than ${maxEvents} events, too many for a receipt. An admin can export the audit log instead.`,
    )
  const connected = await loadOperation(platform, { operation: row.operation, connectionId: row.connectionId })
  const proofs = (
    await proveEvents(
      platform,
      recorded.map(({ id }) => id),
    )
  ).map(proofOf)
  const places = new Map(proofs.map(({ eventId, index }) => [eventId, index]))
  const place = ({ id }: ReceiptEvent) => places.get(id) ?? Number.MAX_SAFE_INTEGER
  const told = {
    action: actionOf(row, withoutSecrets(row, connected?.operation ?? null)),
    decisions: row.decisions.map(decisionOf),
    // In the order of the log, since that is what is signed.
    events: recorded.map(eventOf).sort((a, b) => place(a) - place(b)),
  }
  return {
    format: 'countersign.receipt',
    version: 1,
    madeAt: platform.clock.now().toISOString(),
    ...told,
    attempts: attempts.map(({ number, fence, startedAt, endedAt, class: ended }) => ({
      number,
      fence,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      class: ended,
    })),
    statement: receiptStatement(told),
    proofs,
    log: { name: platform.secrets.auditKey.name, publicKey: verifierKey(platform.secrets.auditKey) },
  }
}

/** A receipt is for strangers: secrets are masked in it, and it says so, since then the digest cannot be made again from it. */
function actionOf(row: ActionRow, shown: ActionRow): Receipt['action'] {
  return {
    id: row.id,
    title: row.title,
    operation: row.operation,
    operationVersion: row.operationVersion,
    connection: { id: row.connectionId, name: row.connection.name, revision: row.connectionRevision },
    effect: row.effect as Receipt['action']['effect'],
    repeat: row.repeat as Receipt['action']['repeat'],
    input: shown.input as Json,
    preview: shown.preview as Preview | null,
    secretsMasked: canonicalJson([row.input, row.preview]) !== canonicalJson([shown.input, shown.preview]),
    digest: row.digest,
    requestedBy: { id: row.requestedById, name: row.requestedBy.name },
    status: row.status as Receipt['action']['status'],
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    attempts: row.attempts,
    erased: row.clearedNote,
  }
}

function decisionOf({ person, verdict, digest, comment, at, apiKeyId, voidedAt, signature }: ActionRow['decisions'][number]) {
  return {
    person: { id: person.id, name: person.name },
    verdict: verdict as Receipt['decisions'][number]['verdict'],
    digest,
    comment,
    at: at.toISOString(),
    byKey: apiKeyId !== null,
    voidedAt: voidedAt?.toISOString() ?? null,
    signature: signature as DecisionSignature | null,
  }
}

function eventOf({ erased: _erased, ...event }: WholeAuditEvent): ReceiptEvent {
  return event
}

function proofOf({ eventId, index, leafHash, path, checkpoint: { size, rootHash, note } }: EventProof): Receipt['proofs'][number] {
  return { eventId, index, leafHash, path, checkpoint: { size, rootHash, note } }
}
