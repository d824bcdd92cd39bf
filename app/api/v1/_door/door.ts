import { z } from 'zod'
import { AppError, zodErrors } from '#lib/core/index.ts'
import { type Caller, findCaller, requireAbility } from '#lib/people/index.ts'
import { getPlatform, type Platform, type Tx, traceIdOf } from '#lib/platform/index.ts'
import { Answer, jsonResponse, problemResponse, withCommonHeaders } from './answers.ts'
import type { CallerOf, Door, DoorContext, DoorOptions, Permission } from './door-types.ts'
import { requireOwnOrigin } from './own-origin.ts'
import { readBody } from './read-body.ts'
import { readQuery } from './read-query.ts'
import { idempotencyKeyOf, runOnce } from './run-once.ts'

const usualMaxBytes = 1024 * 1024

/**
 * A door of the API: finds out who calls and whether they may, parses what they sent, makes the handler's one call and
 * answers as the contract says, whatever happens. A handler answers with a value (sent as JSON), with `answer(status, value)`,
 * with a Response (a stream), or throws.
 */
export function route<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  const May extends Permission = Permission,
>(
  options: DoorOptions<Params, Query, Body, May>,
  handler: (context: DoorContext<z.output<Params>, z.output<Query>, z.output<Body>, CallerOf<May>>) => unknown,
): Door {
  // From here on the types of one door don't matter: what it is called with was parsed by its own schemas.
  const door = options as unknown as DoorOptions
  const call = handler as Handler
  const respond: Omit<Door, 'door'> = async (request: Request, context?: { params: Promise<unknown> }) => {
    const traceId = traceIdOf(request.headers)
    let platform: Platform | null = null
    let response: Response
    try {
      platform = getPlatform()
      response = await pass(platform, door, call, { request, params: await context?.params, traceId })
    } catch (error) {
      response = problemResponse(platform, error, traceId)
    }
    return withCommonHeaders(response, { traceId, https: platform?.env.PUBLIC_URL.startsWith('https:') ?? false })
  }
  return Object.assign(respond as Door, { door })
}

type Context = DoorContext<unknown, unknown, unknown, Caller | null>
type Handler = (context: Context) => unknown

async function pass(
  platform: Platform,
  door: DoorOptions,
  handler: Handler,
  { request, params, traceId }: { request: Request; params: unknown; traceId: string },
): Promise<Response> {
  const caller = await enter(platform, door.permission, request)
  const fitting = fitParams(door.params, params)
  const query = readQuery(request.url)
  const body = bodyless.has(request.method) ? undefined : await readBody(request, door.maxBytes ?? usualMaxBytes)
  const context: Context = {
    platform,
    request,
    params: fitting,
    query: fitValue(door.query, query, 'The query does not fit.'),
    body: bodyless.has(request.method) ? undefined : fitValue(door.body ?? anyObject, body, 'The body does not fit.'),
    caller,
    traceId,
    within: async () => undefined,
  }
  const { replay } = door
  const key = replay === undefined || caller === null ? null : idempotencyKeyOf(request.headers)
  const make = async (within: (tx: Tx, resourceId: string) => Promise<void>) => asAnswer(door, await handler({ ...context, within }))
  if (key === null || replay === undefined || caller === null) return asResponse(await make(context.within))
  return runOnce(platform, request, {
    caller,
    key,
    content: { query, body },
    make,
    replay: async (resourceId) => asAnswer(door, await replay({ ...context, caller, resourceId })),
  })
}

const bodyless: ReadonlySet<string> = new Set(['GET', 'HEAD'])
/** Where no body is asked for, one that comes must still be JSON. */
const anyObject = z.looseObject({})

async function enter(platform: Platform, permission: Permission, request: Request): Promise<Caller | null> {
  if (permission === 'anyone') return null
  const found = await findCaller(platform, request.headers)
  if (found === null) throw new AppError('unauthenticated', 'Sign in, or send an API key that is still good (Authorization: Bearer …).')
  if (found.byCookie && !bodyless.has(request.method)) requireOwnOrigin(request.headers, platform.env.PUBLIC_URL)
  requireAbility(found.caller, permission)
  return found.caller
}

function fitParams(type: z.ZodType | undefined, params: unknown): unknown {
  const parsed = type?.safeParse(params)
  if (parsed?.success === false) throw new AppError('not_found', 'There is nothing at this address.')
  return parsed?.data
}

function fitValue(type: z.ZodType | undefined, value: unknown, detail: string): unknown {
  const parsed = type?.safeParse(value)
  if (parsed?.success === false) throw new AppError('invalid', detail, { errors: zodErrors(parsed.error) })
  return parsed?.data
}

function asAnswer(door: DoorOptions, made: unknown): Answer | Response {
  if (made instanceof Answer || made instanceof Response) return made
  return new Answer(door.status ?? (made === undefined ? 204 : 200), made)
}

function asResponse(made: Answer | Response): Response {
  if (made instanceof Response) return made
  return jsonResponse(made.status, made.body === undefined ? null : JSON.stringify(made.body), made.headers)
}
