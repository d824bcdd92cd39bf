import { recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'
import { announceMessages } from './end-turn.ts'
import { lockConversation } from './turn-job.ts'

/**
 * Whether a conversation plans instead of asking, for the messages that come from now on; one that is being answered keeps the way it
 * began with. Idempotent. Throws `not_found` for a conversation of someone else, `forbidden`.
 */
export async function setDryRun(
  platform: Platform,
  { caller, conversationId, dryRun }: { caller: Caller; conversationId: string; dryRun: boolean },
): Promise<void> {
  requireAbility(caller, 'conversation.own')
  await withTransaction(platform, async (tx) => {
    await lockConversation(tx, conversationId)
    const row = await tx.conversation.findUnique({ where: { id: conversationId } })
    if (row?.ownerId !== caller.personId) throw new AppError('not_found', 'There is no such conversation.')
    if (row.dryRun === dryRun) return
    await tx.conversation.update({ where: { id: conversationId }, data: { dryRun } })
    await recordAudit(tx, {
      kind: 'conversation.dry_run_set',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'conversation', id: conversationId },
      content: { dryRun },
    })
    await announceMessages(platform, tx, conversationId)
  })
}
