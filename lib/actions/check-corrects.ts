import { AppError } from '#lib/core/index.ts'
import type { Tx } from '#lib/platform/index.ts'

interface Correcting {
  correctsId?: string | undefined
  caller: { personId: string }
  origin?: { conversationId: string } | undefined
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** What is put right was asked for by the same person, in the same conversation, and a person rejected it. Throws `invalid`. */
export async function checkCorrects(
  tx: Tx,
  { correctsId, caller, origin }: Correcting,
  asked: { operation: string; connectionId: string },
): Promise<void> {
  if (correctsId === undefined) return
  const row = uuid.test(correctsId) ? await tx.action.findUnique({ where: { id: correctsId } }) : null
  const mine = row !== null && row.requestedById === caller.personId && row.conversationId === (origin?.conversationId ?? null)
  const message = !mine
    ? 'there is no such action in this conversation'
    : row.operation !== asked.operation || row.connectionId !== asked.connectionId
      ? 'it asked for something of another kind'
      : row.status === 'rejected'
        ? null
        : `it was not rejected: it is ${row.status.replace('_', ' ')}`
  if (message === null) return
  throw new AppError('invalid', 'This puts nothing right that was rejected.', { errors: [{ path: 'corrects', message }] })
}
