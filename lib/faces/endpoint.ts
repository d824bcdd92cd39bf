import { type ActionRow, metOn, policyOf, type StoredPolicy, shownActions, undoLinks } from '#lib/actions/index.ts'
import type { Preview } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { ActionView } from './action-view.ts'

/** Actions as the API shows them, in their order, with what has undone each: one query for all of them. */
export async function actionViews(platform: Platform, rows: readonly ActionRow[]): Promise<ActionView[]> {
  const [{ standing }, shown] = await Promise.all([undoLinks(platform.db, rows), shownActions(platform, rows)])
  return shown.map((row) => {
    const undo = standing.get(row.id)
    return viewOf(row, undo?.status === 'succeeded' ? undo.id : null)
  })
}

/** One action as the API shows it, secrets masked; of one that has not settled, or settled just now, nothing has been undone. */
export async function actionView(platform: Platform, row: ActionRow): Promise<ActionView> {
  const [shown = row] = await shownActions(platform, [row])
  return viewOf(shown, null)
}

/** The contract's JSON. */
function viewOf(row: ActionRow, undoneBy: string | null): ActionView {
  const policy = policyOf(row)
  return {
    id: row.id,
    operation: row.operation,
    operationVersion: row.operationVersion,
    connection: { id: row.connectionId, name: row.connection.name, revision: row.connectionRevision },
    effect: row.effect as ActionView['effect'],
    input: row.input,
    status: row.status as ActionView['status'],
    digest: row.digest,
    preview: row.preview as Preview | null,
    policy: policy === null ? null : { ...verdictView(policy), requirements: metBy(row, policy), dueAt: row.dueAt?.toISOString() ?? null },
    decisions: row.decisions.map((decision) => ({
      person: { id: decision.personId, name: decision.person.name },
      onBehalfOf: decision.onBehalfOf === null ? null : { id: decision.onBehalfOf.id, name: decision.onBehalfOf.name },
      verdict: decision.verdict as ActionView['decisions'][number]['verdict'],
      digest: decision.digest,
      comment: decision.comment,
      at: decision.at.toISOString(),
      byKey: decision.apiKeyId !== null,
      signed: decision.signature !== null,
      voidedAt: decision.voidedAt?.toISOString() ?? null,
      voidReason: decision.voidReason,
    })),
    result: row.result,
    error: row.error as ActionView['error'],
    attempts: row.attempts,
    undoable: row.undoable,
    undoOf: row.undoOfId,
    undoneBy,
    retryOf: row.retryOfId,
    correctsOf: row.correctsId,
    assignee: row.assigneeId,
    after: row.after.map(({ predecessorId }) => predecessorId),
    requestedBy: { kind: 'person', id: row.requestedById, via: row.requestedVia as ActionView['requestedBy']['via'] },
    origin: {
      conversationId: row.conversationId,
      turnId: row.turnId,
      runId: null,
      tainted: row.tainted,
      sources: row.sources as ActionView['origin']['sources'],
    },
    reason: row.reason,
    waitingNote: row.waitingNote,
    clearedNote: row.clearedNote,
    traceId: row.traceId,
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  }
}

/** What the policy said, as the API shows it. */
export function verdictView(policy: StoredPolicy) {
  const { verdict, rules, policyVersion } = policy
  return { verdict, rules, version: policyVersion }
}

function metBy(row: ActionRow, policy: StoredPolicy) {
  return metOn(row, policy.requirements, row.digest)
}
