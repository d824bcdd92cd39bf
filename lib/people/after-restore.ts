import type { Tx } from '#lib/platform/index.ts'

/** More sessions than anyone ends by hand between a backup and its restoring. */
const beyondAnySession = 1_000_000

/**
 * Ends every session and every open sign-in link of a restored database: what was ended or used after the backup was made would
 * hold again. Keys stay: they are revoked by hand, and a restored system that nobody can reach is no help. Answers how many people.
 */
export async function endAllSessions(tx: Tx, now: Date): Promise<number> {
  await tx.signInLink.updateMany({ where: { usedAt: null }, data: { usedAt: now } })
  const { count } = await tx.person.updateMany({ data: { sessionVersion: { increment: beyondAnySession } } })
  return count
}
