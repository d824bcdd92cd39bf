import { type Erasure, eraseAuditContent } from '#lib/audit/index.ts'
import { AppError, isSettled } from '#lib/core/index.ts'
import { type Platform, Prisma, type Tx, withTransaction } from '#lib/platform/index.ts'
import { lockAction, statusOf } from './action-row.ts'
import { announce } from './move-action.ts'

/**
 * Erases what a settled action holds, for good: input, preview, result, what was said about it and what its attempts saw, and the
 * content of its audit events. What it was, who asked, who decided, when and how it ended stay. Its digests go too: they are made of
 * the input without a salt, so a good guess could be held against them. It can't be undone any more. Throws `not_found`, and
 * `conflict` before it has settled.
 */
export async function eraseAction(
  platform: Platform,
  { actionId, reason, by }: { actionId: string; reason: string; by: { personId: string } },
): Promise<{ erased: number; eventIds: string[] }> {
  const done = await withTransaction(platform, async (tx) => {
    const row = await lockAction(tx, actionId)
    const status = statusOf(row)
    if (!isSettled(status)) throw new AppError('conflict', 'It has not ended yet. Cancel it or wait; then its content can be erased.')
    await clearAction(platform, tx, actionId, `Its content was erased on request on ${platform.clock.now().toISOString().slice(0, 10)}.`)
    const erasures: Erasure[] = []
    do erasures.push(await eraseAuditContent(platform, tx, { scope: { subject: { kind: 'action', id: actionId } }, reason, by }))
    while (erasures.at(-1)?.more)
    announce(platform, tx, row, status, status)
    return erasures
  })
  return {
    erased: done.reduce((sum, { erased }) => sum + erased, 0),
    eventIds: done.flatMap(({ eventId }) => (eventId === null ? [] : [eventId])),
  }
}

async function clearAction(platform: Platform, tx: Tx, id: string, clearedNote: string): Promise<void> {
  await tx.action.update({
    where: { id },
    data: {
      input: {},
      preview: Prisma.DbNull,
      summary: '',
      result: Prisma.DbNull,
      error: Prisma.DbNull,
      pendingEdit: Prisma.DbNull,
      waitingNote: null,
      reason: null,
      sources: [],
      recipientDomains: [],
      digest: null,
      undoable: false,
      clearedNote,
      updatedAt: platform.clock.now(),
    },
  })
  // What the rules said stays; the facts that they looked at are made of the input.
  await tx.$executeRaw`update action set policy = policy - 'facts' where id = ${id}::uuid and policy is not null`
  await tx.$executeRaw`update decision set comment = null, digest = 'erased:' || id where "actionId" = ${id}::uuid`
  await tx.$executeRaw`update attempt set seen = null where "actionId" = ${id}::uuid`
  await tx.$executeRaw`update approval_note set text = '' where "actionId" = ${id}::uuid`
  await tx.$executeRaw`update planned_action set input = '{}', preview = null, reason = null, sources = '[]', policy = policy - 'facts'
    where "actionId" = ${id}::uuid`
  // People were told of it in its own sentence.
  await tx.$executeRaw`delete from notification where "actionId" = ${id}::uuid`
  // An example is what was proposed: without it, nothing is left to learn from.
  await tx.$executeRaw`delete from labelled_example where "actionId" = ${id}::uuid`
}
