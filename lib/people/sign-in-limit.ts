import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { tokenHash } from './secret-token.ts'

export interface SignInLimits {
  /** Wrong ones in a window: for one e-mail address from one network address, and from one network address in all. */
  perPair: number
  perPeer: number
  windowSeconds: number
}

export const usualLimits: SignInLimits = { perPair: 5, perPeer: 20, windowSeconds: 15 * 60 }

/**
 * Runs one attempt to sign in, counted before it is made, so that a thousand guesses at once are a thousand guesses.
 * A success gives its points back. Throws `too_many` with the seconds to wait. The counters are in PostgreSQL: all web
 * processes count together.
 */
export async function withinLimits<T>(
  platform: Platform,
  { email, peer }: { email: string; peer: string | null },
  limits: SignInLimits,
  attempt: () => Promise<T>,
): Promise<T> {
  const pair = limiter(platform, 'sign-in pair', limits.perPair, limits)
  const whole = limiter(platform, 'sign-in peer', limits.perPeer, limits)
  // Hashed: of one length, whatever was typed.
  const pairKey = tokenHash(`${email} ${peer ?? ''}`)
  const peerKey = peer === null ? null : tokenHash(peer)
  await consume(platform, pair, pairKey, email)
  if (peerKey !== null) await consume(platform, whole, peerKey, email)
  const result = await attempt()
  await pair.delete(pairKey)
  if (peerKey !== null) await whole.reward(peerKey, 1)
  return result
}

/** Deletes counters whose window is over. */
export async function sweepSignInLimits(platform: Platform): Promise<void> {
  await platform.db.$executeRaw`delete from rate_limit where expire < ${Date.now()}::bigint`
}

function limiter(platform: Platform, keyPrefix: string, points: number, { windowSeconds }: SignInLimits): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: platform.pool,
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix,
    points,
    duration: windowSeconds,
  })
}

async function consume(platform: Platform, counter: RateLimiterPostgres, key: string, email: string): Promise<void> {
  try {
    await counter.consume(key, 1)
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    const retryAfter = Math.max(1, Math.ceil(error.msBeforeNext / 1000))
    platform.log.warn({ email, retryAfter }, 'too many wrong sign-ins')
    throw new AppError('too_many', `Too many wrong attempts. Try again in ${inWords(retryAfter)}.`, { retryAfter })
  }
}

function inWords(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}
