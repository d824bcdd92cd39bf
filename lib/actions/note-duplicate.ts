import { recordAudit } from '#lib/audit/index.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'
import type { ActionRequest } from './action-request.ts'
import { type ActionRow, lockAction, statusOf } from './action-row.ts'
import { announce } from './move-action.ts'
import { notedDuplicates } from './tunables.ts'

/**
 * Puts on record, with the action that stands, that its request came again and was dropped. Of a caller that repeats itself without
 * end the first few are kept, and the last of those says so (`last`). Answers the action as it is then.
 */
export async function noteDuplicate(platform: Platform, twin: ActionRow, request: ActionRequest): Promise<ActionRow> {
  const noted = { where: { kind: 'action.duplicate_dropped', subjectKind: 'action', subjectId: twin.id } }
  if ((await platform.db.auditEvent.count(noted)) >= notedDuplicates) return twin
  return withTransaction(platform, async (tx) => {
    // Those that are dropped at the same moment are counted one after the other.
    const row = await lockAction(tx, twin.id)
    const number = (await tx.auditEvent.count(noted)) + 1
    if (number > notedDuplicates) return row
    const { caller, via, operation, origin, traceId } = request
    await recordAudit(tx, {
      kind: noted.where.kind,
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'action', id: row.id },
      content: {
        via,
        operation,
        conversationId: origin?.conversationId ?? null,
        turnId: origin?.turnId ?? null,
        toolCallId: origin?.toolCallId ?? null,
        ...(caller.apiKeyId === null ? {} : { apiKeyId: caller.apiKeyId }),
        number,
        ...(number === notedDuplicates ? { last: true } : {}),
      },
      traceId,
      at: platform.clock.now(),
    })
    announce(platform, tx, row, null, statusOf(row))
    return row
  })
}
