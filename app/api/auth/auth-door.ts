import { z } from 'zod'
import { AppError, zodErrors } from '#lib/core/index.ts'
import { getPlatform, type Platform, traceIdOf } from '#lib/platform/index.ts'
import { problemResponse, withCommonHeaders } from '../v1/_door/answers.ts'
import { readBody, readBytes } from '../v1/_door/read-body.ts'
import { authOptions } from './auth-options.ts'
import { callNextAuth } from './call-next-auth.ts'

/** What of next-auth is open. The rest (its log, changing a session) is nobody's need. */
const open: ReadonlySet<string> = new Set([
  'GET csrf',
  'GET session',
  'GET providers',
  'GET signin',
  'GET signout',
  'GET error',
  'POST callback/credentials',
  'POST callback/link',
  'POST signout',
])

const maxBytes = 64 * 1024
const fieldsSchema = z.record(z.string(), z.union([z.string().max(4000), z.boolean().transform(String)]))

/** next-auth behind the manners of the house: sizes, types, problem+json, trace ids. */
export async function authDoor(request: Request, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  const traceId = traceIdOf(request.headers)
  let platform: Platform | null = null
  let response: Response
  try {
    platform = getPlatform()
    const { nextauth } = await context.params
    response = await answer(platform, request, nextauth)
  } catch (error) {
    response = problemResponse(platform, error, traceId)
  }
  return withCommonHeaders(response, { traceId, https: platform?.env.PUBLIC_URL.startsWith('https:') ?? false })
}

async function answer(platform: Platform, request: Request, segments: readonly string[]): Promise<Response> {
  if (!open.has(`${request.method} ${segments.join('/')}`)) throw new AppError('not_found', 'There is nothing at this address.')
  const body = request.method === 'POST' ? await readFields(request) : {}
  const refusals: AppError[] = []
  const options = authOptions(platform, {
    peer: request.headers.get('x-countersign-peer'),
    refused: (error) => refusals.push(error),
  })
  const { method, headers } = request
  const response = await callNextAuth(options, { method, segments, body, cookies: cookiesOf(headers), headers })
  const [refusal] = refusals
  return refusal === undefined || body.json !== 'true' ? response : withReason(platform, response, refusal, traceIdOf(headers))
}

/** What next-auth answers to a script that was refused, and beside it the reason in words. */
async function withReason(platform: Platform, response: Response, refusal: AppError, traceId: string): Promise<Response> {
  const problem = problemResponse(platform, refusal, traceId)
  const text = JSON.stringify({ ...((await response.json()) as object), ...((await problem.json()) as object) })
  const headers = new Headers(response.headers)
  for (const name of ['retry-after']) {
    const value = problem.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return new Response(text, { status: problem.status, headers })
}

async function readFields(request: Request): Promise<Record<string, string>> {
  const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false
  const given = isForm
    ? Object.fromEntries(new URLSearchParams(new TextDecoder().decode(await readBytes(request, maxBytes))))
    : await readBody(request, maxBytes)
  const parsed = fieldsSchema.safeParse(given)
  if (!parsed.success) throw new AppError('invalid', 'The fields do not fit.', { errors: zodErrors(parsed.error) })
  return parsed.data
}

/** All but the remembered address: next-auth fails on one that is no address, and nothing here needs it. */
function cookiesOf(headers: Headers): Record<string, string> {
  const pairs = (headers.get('cookie') ?? '').split(';').map((part) => {
    const [name = '', ...rest] = part.trim().split('=')
    return [name, decoded(rest.join('='))] as const
  })
  return Object.fromEntries(pairs.filter(([name]) => name !== '' && !name.endsWith('callback-url')))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
