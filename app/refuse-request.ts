import { AppError, errorCodes, isAppError } from '#lib/core/index.ts'
import { traceIdOf } from '#lib/platform/trace.ts'
import { checkJson } from './api/v1/_door/check-json.ts'
import { requireOwnOrigin } from './api/v1/_door/own-origin.ts'
import { readBytes } from './api/v1/_door/read-body.ts'

const maxBytes = 1024 * 1024
/** What React writes for values that JSON has no word for, and for texts that begin with a dollar. The rest points at things our functions never take. */
const plainReference = /^\$(\$.*|undefined|Infinity|-Infinity|NaN|-0)$/s

/** Answers a request to a page that no page can make sense of; null when all is well. Next.js itself would answer 500. */
export async function refuseRequest(request: Request, publicUrl: string): Promise<Response | null> {
  try {
    requireReadableAddress(new URL(request.url))
    if (request.method === 'POST') await requireFunctionCall(request, publicUrl)
    return null
  } catch (error) {
    return problem(
      isAppError(error) ? error : new AppError('malformed', 'This request could not be read.', { cause: error }),
      traceIdOf(request.headers),
    )
  }
}

function requireReadableAddress({ pathname, searchParams }: URL): void {
  const texts = [decodeURIComponent(pathname), ...[...searchParams].flat()]
  if (texts.some((text) => text.includes('\0'))) throw new AppError('malformed', 'There is a NUL character in this address.')
}

/** All that is ever sent to a page is a call of one of our server functions, from a page of ours, with plain values. */
async function requireFunctionCall(request: Request, publicUrl: string): Promise<void> {
  if (!request.headers.has('next-action')) throw new AppError('malformed', 'This address takes no forms.')
  requireOwnOrigin(request.headers, publicUrl)
  if (!request.headers.get('content-type')?.startsWith('text/plain')) throw new AppError('unsupported_type', 'Pages send text.')
  const given: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await readBytes(request, maxBytes)))
  if (!Array.isArray(given)) throw new AppError('malformed', 'A call is a list of values.')
  const errors = checkJson(given)
  if (errors.length > 0) throw new AppError('invalid', 'The call holds something that can’t be taken.', { errors })
  if (hasReference(given)) throw new AppError('malformed', 'A call holds plain values only.')
}

/** Only what `checkJson` has passed: it is not too deep. */
function hasReference(value: unknown): boolean {
  if (typeof value === 'string') return value.startsWith('$') && !plainReference.test(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(hasReference)
}

function problem({ code, message, errors }: AppError, traceId: string): Response {
  const { status, title } = errorCodes[code]
  const body = {
    type: `urn:countersign:problem:${code}`,
    title,
    status,
    detail: message,
    traceId,
    ...(errors.length > 0 ? { errors } : {}),
  }
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json', 'x-trace-id': traceId } })
}
