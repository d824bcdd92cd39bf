import { AppError, errorCodes, isAppError } from '#lib/core/index.ts'
import { dataHeaders, isDatabaseAway, type Platform } from '#lib/platform/index.ts'

/** An answer with a status or headers of its own. */
export class Answer {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** For a handler whose status depends on what happened: `return answer(202, view)`. */
export function answer(status: number, body: unknown, headers?: Readonly<Record<string, string>>): Answer {
  return new Answer(status, body, headers)
}

const bodyless: ReadonlySet<number> = new Set([204, 205, 304])

/** JSON text as an answer; none where there is nothing to say. */
export function jsonResponse(status: number, text: string | null, headers: Readonly<Record<string, string>> = {}): Response {
  const body = bodyless.has(status) ? null : text
  return new Response(body, { status, headers: { ...(body === null ? {} : { 'content-type': 'application/json' }), ...headers } })
}

/** RFC 9457. What is no AppError is logged and told as `internal`, without a word of what it was. */
export function problemResponse(platform: Platform | null, error: unknown, traceId: string): Response {
  const known = knownError(error)
  if (known.code === 'internal') platform?.log.error({ err: error, traceId }, 'a request failed')
  if (known.code === 'unavailable') platform?.log.warn({ err: error, traceId }, 'a request could not be answered')
  const { status, title } = errorCodes[known.code]
  const problem = {
    ...known.extra,
    type: `urn:countersign:problem:${known.code}`,
    title,
    status,
    detail: known.message,
    traceId,
    ...(known.code === 'invalid' || known.errors.length > 0 ? { errors: known.errors } : {}),
  }
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(known.retryAfter === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(known.retryAfter))) }),
      ...(known.code === 'unauthenticated' ? { 'www-authenticate': 'Bearer realm="countersign"' } : {}),
    },
  })
}

/** The same answer with what every answer carries; a header that it set itself stays. */
export function withCommonHeaders(response: Response, { traceId, https }: { traceId: string; https: boolean }): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(dataHeaders({ https }))) if (!headers.has(name)) headers.set(name, value)
  headers.set('x-trace-id', traceId)
  return new Response(response.body, { status: response.status, headers })
}

function knownError(error: unknown): AppError {
  if (isAppError(error)) return error
  if (isDatabaseAway(error)) {
    return new AppError('unavailable', 'The database does not answer at the moment. Nothing is lost; try again shortly.', { retryAfter: 2 })
  }
  return new AppError('internal', 'This is our fault, not yours. An admin can find out more with the trace id.')
}
