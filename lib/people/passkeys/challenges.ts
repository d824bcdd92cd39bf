import { createHash, randomBytes } from 'node:crypto'
import { AppError, canonicalJson, decisionStatement } from '#lib/core/index.ts'
import type { Platform, Tx } from '#lib/platform/index.ts'

/** How long a device has to sign. */
export const challengeMs = 5 * 60_000

/** What a challenge is for. A signature for one fits no other. */
export type Purpose =
  | { purpose: 'decide'; actionId: string; digest: string; verdict: 'approve' | 'reject' }
  | { purpose: 'add' | 'register' | 'register_first' }
  | { purpose: 'remove'; passkeyId: string }

interface Challenge {
  challenge: string
  expiresAt: Date
}

/** The challenge of a nonce, in base64url: SHA-256 over RFC 8785 of what is signed. */
export function challengeOf(purpose: Purpose, { nonce, personId }: { nonce: string; personId: string }): string {
  const { purpose: what, ...about } = purpose
  const statement =
    purpose.purpose === 'decide'
      ? decisionStatement({ nonce, digest: purpose.digest, verdict: purpose.verdict, approver: personId })
      : { purpose: `countersign.passkey.${what}.v1`, nonce, person: personId, ...about }
  return createHash('sha256').update(canonicalJson(statement)).digest('base64url')
}

/** A new one for this person, good once and for five minutes. */
export async function makeChallenge(platform: Platform, on: Platform['db'] | Tx, personId: string, purpose: Purpose): Promise<Challenge> {
  const nonce = randomBytes(32).toString('base64url')
  const challenge = challengeOf(purpose, { nonce, personId })
  const createdAt = platform.clock.now()
  const expiresAt = new Date(createdAt.getTime() + challengeMs)
  const { actionId, digest, verdict } = purpose.purpose === 'decide' ? purpose : { actionId: null, digest: null, verdict: null }
  const about = { purpose: purpose.purpose, actionId, digest, verdict }
  await on.passkeyChallenge.create({ data: { id: platform.ids(), personId, challenge, nonce, createdAt, expiresAt, ...about } })
  return { challenge, expiresAt }
}

/** The one that a response answers. It is not used up by looking. Throws `forbidden`, in words that tell a mix-up from a late answer. */
export async function findChallenge(
  platform: Platform,
  given: { challenge: unknown; personId: string; purpose: Purpose },
): Promise<{ id: string; nonce: string }> {
  const { challenge, personId, purpose } = given
  const row = typeof challenge !== 'string' ? null : await platform.db.passkeyChallenge.findFirst({ where: { challenge } })
  const refuse = (why: string) => new AppError('forbidden', `${why} Nothing was changed; sign again.`)
  if (row === null) throw refuse('This signature answers no question of ours, or its time is long over.')
  if (row.personId !== personId) throw refuse('This signature was asked of somebody else.')
  if (row.usedAt !== null) throw refuse('This signature was used already.')
  if (row.expiresAt <= platform.clock.now()) throw refuse('This signature came too late: it is good for five minutes.')
  // Not what the row says but what was just asked: both must give the same challenge.
  if (row.purpose !== purpose.purpose || challengeOf(purpose, { nonce: row.nonce, personId }) !== challenge)
    throw refuse('This signature is for something else: another card, another version of it, or another verdict.')
  if (purpose.purpose === 'decide' && row.actionId !== purpose.actionId) throw refuse('This signature is for another card.')
  return row
}

/** Uses it up in the transaction of what it allows: of two at once, one wins. Throws `conflict`. */
export async function spendChallenge(platform: Platform, tx: Tx, id: string): Promise<void> {
  const now = platform.clock.now()
  const { count } = await tx.passkeyChallenge.updateMany({ where: { id, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } })
  if (count !== 1) throw new AppError('conflict', 'This signature was used already, or came too late. Sign again.')
}

/** Deletes those whose time is over by a day: until then a late answer is told from a wrong one. */
export async function sweepPasskeyChallenges(platform: Platform): Promise<void> {
  const before = new Date(platform.clock.now().getTime() - 86_400_000)
  await platform.db.passkeyChallenge.deleteMany({ where: { expiresAt: { lt: before } } })
}
