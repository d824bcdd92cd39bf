import { createHmac, randomUUID } from 'node:crypto'
import { AppError, canonicalJson } from '#lib/core/index.ts'
import type { Tx } from './database.ts'
import type { Platform } from './platform.ts'

/** How long an answer is kept. */
const keptMs = 24 * 3_600_000
/** How long a first request may hold its key before a repeat stops waiting for it. */
const underWayMs = 10_000

/** Whose repeat of what: a caller (the API key, else the person), a method and path, the caller's own key for it. */
export interface IdempotencyKey {
  callerId: string
  route: string
  key: string
}

/** One request that is at it. One that was taken over can no longer commit. */
export interface IdempotencyClaim extends IdempotencyKey {
  attempt: string
}

export type Begun =
  /** Nothing was made yet: make it. */
  | { state: 'first'; claim: IdempotencyClaim }
  /** It was made and answered. */
  | { state: 'answered'; status: number; answer: string }
  /** It was made, and the process died before the answer was kept: answer from the thing. */
  | { state: 'made'; claim: IdempotencyClaim; resourceId: string }

/** A request's content as it is compared: the same JSON in another order or spacing is the same. Keyed, as bodies may hold credentials. */
export function requestHash(secret: string, content: unknown): string {
  return createHmac('sha256', secret).update(canonicalJson(content)).digest('hex')
}

/**
 * Finds out whether a request is the first of its key, and marks it as under way. Throws `invalid` when the key was used with
 * other content, `conflict` with `retryAfter` while the first is under way: ten seconds at most, then a repeat takes over what
 * has made nothing.
 */
export async function beginIdempotent(platform: Platform, { bodyHash, ...key }: IdempotencyKey & { bodyHash: string }): Promise<Begun> {
  const claim = { ...key, attempt: randomUUID() }
  // A row that its first request released between the two statements is not there for the second: then it is tried again.
  for (let round = 0; round < 3; round += 1) {
    const now = platform.clock.now()
    if (await insertOrTakeOver(platform, claim, bodyHash, now)) return { state: 'first', claim }
    const row = await platform.db.idempotencyRecord.findUnique({ where: { callerId_route_key: key } })
    if (row === null) continue
    if (row.bodyHash !== bodyHash) {
      throw new AppError('invalid', 'This Idempotency-Key was used with another body. Take a new key for a new request.')
    }
    if (row.status !== null && row.answer !== null) return { state: 'answered', status: row.status, answer: row.answer }
    const leftMs = row.createdAt.getTime() + underWayMs - now.getTime()
    if (leftMs <= 0 && row.resourceId !== null) {
      return { state: 'made', claim: { ...key, attempt: row.attempt }, resourceId: row.resourceId }
    }
    throw stillUnderWay(leftMs)
  }
  throw stillUnderWay(1000)
}

/**
 * Ties the thing that a request makes to its key, in the transaction that makes it: after a crash a repeat finds it or makes it,
 * never both. Throws `conflict`, and so rolls the thing back, when a repeat has taken over.
 */
export async function claimIdempotency(tx: Tx, { callerId, route, key, attempt }: IdempotencyClaim, resourceId: string): Promise<void> {
  const count = await tx.$executeRaw`
    update idempotency_record set "resourceId" = ${resourceId}
    where "callerId" = ${callerId}::uuid and route = ${route} and key = ${key} and attempt = ${attempt}::uuid and "resourceId" is null`
  if (count === 0) throw new AppError('conflict', 'A repeat of this request was faster and has made it. Ask again.', { retryAfter: 1 })
}

/** Keeps the first answer for repeats. */
export async function keepAnswer(
  platform: Platform,
  { attempt, ...key }: IdempotencyClaim,
  { status, answer }: { status: number; answer: string },
): Promise<void> {
  await platform.db.idempotencyRecord.updateMany({ where: { ...key, attempt }, data: { status, answer } })
}

/** Gives the key free again after a failure, unless the thing was made. */
export async function releaseIdempotent(platform: Platform, { attempt, ...key }: IdempotencyClaim): Promise<void> {
  await platform.db.idempotencyRecord.deleteMany({ where: { ...key, attempt, resourceId: null } })
}

/** Forgets what is older than a day. Answers how many. */
export async function sweepIdempotency(platform: Platform): Promise<number> {
  const before = new Date(platform.clock.now().getTime() - keptMs)
  const { count } = await platform.db.idempotencyRecord.deleteMany({ where: { createdAt: { lt: before } } })
  return count
}

async function insertOrTakeOver(platform: Platform, claim: IdempotencyClaim, bodyHash: string, now: Date): Promise<boolean> {
  const { callerId, route, key, attempt } = claim
  const lapsed = new Date(now.getTime() - keptMs)
  const given = new Date(now.getTime() - underWayMs)
  const count = await platform.db.$executeRaw`
    insert into idempotency_record as held ("callerId", route, key, "bodyHash", attempt, "createdAt")
    values (${callerId}::uuid, ${route}, ${key}, ${bodyHash}, ${attempt}::uuid, ${now})
    on conflict ("callerId", route, key) do update
      set "bodyHash" = excluded."bodyHash", attempt = excluded.attempt, "createdAt" = excluded."createdAt",
          "resourceId" = null, status = null, answer = null
      where held."createdAt" <= ${lapsed}
         or (held."resourceId" is null and held.status is null and held."createdAt" <= ${given} and held."bodyHash" = excluded."bodyHash")`
  return count === 1
}

function stillUnderWay(leftMs: number): AppError {
  const retryAfter = Math.min(10, Math.max(1, Math.ceil(leftMs / 1000)))
  return new AppError('conflict', 'The first request with this Idempotency-Key is still under way. Ask again shortly.', { retryAfter })
}
