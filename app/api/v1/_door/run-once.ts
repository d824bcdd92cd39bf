import { AppError } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import {
  beginIdempotent,
  claimIdempotency,
  type IdempotencyClaim,
  keepAnswer,
  type Platform,
  releaseIdempotent,
  requestHash,
  type Tx,
} from '#lib/platform/index.ts'
import { type Answer, jsonResponse } from './answers.ts'

export interface Once {
  caller: Caller
  key: string
  /** What must be the same in a repeat. */
  content: unknown
  make: (within: (tx: Tx, resourceId: string) => Promise<void>) => Promise<Answer | Response>
  replay: (resourceId: string) => Promise<Answer | Response>
}

/** The key that a request carries, or null. Throws `invalid` for one that is no key. */
export function idempotencyKeyOf(headers: Headers): string | null {
  const key = headers.get('idempotency-key')
  if (key === null || /^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new AppError('invalid', 'An Idempotency-Key is 1 to 255 visible ASCII characters.', {
    errors: [{ path: 'Idempotency-Key', message: '1 to 255 visible ASCII characters' }],
  })
}

/** Makes it for the first request of a key and answers the same for every repeat. */
export async function runOnce(platform: Platform, request: Request, once: Once): Promise<Response> {
  const begun = await beginIdempotent(platform, {
    callerId: once.caller.apiKeyId ?? once.caller.personId,
    route: `${request.method} ${new URL(request.url).pathname}`,
    key: once.key,
    bodyHash: requestHash(platform.env.AUTH_SECRET ?? '', once.content),
  })
  if (begun.state === 'answered') return jsonResponse(begun.status, begun.answer, replayed)
  if (begun.state === 'made') {
    const response = await keep(platform, begun.claim, await once.replay(begun.resourceId))
    response.headers.set('idempotency-replayed', 'true')
    return response
  }
  const { claim } = begun
  try {
    return await keep(platform, claim, await once.make((tx, resourceId) => claimIdempotency(tx, claim, resourceId)))
  } catch (error) {
    await releaseIdempotent(platform, claim).catch((failed) => platform.log.warn({ error: failed }, 'an idempotency key stays held'))
    throw error
  }
}

const replayed = { 'idempotency-replayed': 'true' }

/** A stream can't be kept: a repeat joins what was made instead. */
async function keep(platform: Platform, claim: IdempotencyClaim, made: Answer | Response): Promise<Response> {
  if (made instanceof Response) return made
  const answer = JSON.stringify(made.body ?? null)
  await keepAnswer(platform, claim, { status: made.status, answer })
  return jsonResponse(made.status, answer, made.headers)
}
