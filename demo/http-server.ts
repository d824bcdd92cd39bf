import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { BreakDoors } from './break/break-doors.ts'
import type { Database } from './database.ts'
import type { FaultMode, Faults } from './faults.ts'
import { readJson } from './http-body.ts'
import { answerInside } from './inside.ts'
import { recordRequest } from './journal.ts'
import { perform } from './perform.ts'
import { problem, Refusal } from './refusal.ts'
import { operationName, type Route } from './route.ts'
import { createRouter, type Found } from './router.ts'
import { createInputReader, type InputReader } from './validation.ts'

export interface HttpOptions {
  db: Database
  routes: readonly Route[]
  faults: Faults
  document: () => object
  breakDoors: BreakDoors
  now: () => Date
  /** How long a `slow` answer takes. */
  slowMs: number
}

interface Reply {
  status: number
  body: string
  headers?: Record<string, string>
}

export function createHttpServer(options: HttpOptions): Server {
  const { db, routes, faults, now, slowMs } = options
  const router = createRouter(routes)
  const readers = new Map<Route, InputReader>(routes.map((route) => [route, createInputReader(route)]))

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET'
    const [path = '/', search = ''] = (request.url ?? '/').split('?')
    const query = new URLSearchParams(search)
    if (await options.breakDoors(request, response, path)) return
    if (path.startsWith('/_')) {
      const body = await readJson(request)
      return send(response, { status: 200, body: JSON.stringify(answerInside(options, { method, path, query, body })) })
    }

    const found = attempt(() => (path === '/openapi.json' ? null : router.find(method, path)))
    const fault = faults.takeHttp(method, path)
    const idempotencyKey = header(request, 'idempotency-key')
    const correlationId = header(request, 'x-correlation-id')
    const operation = found instanceof Refusal || found === null ? null : operationName(found.route)
    recordRequest(db, { at: now().toISOString(), operation, key: correlationId ?? idempotencyKey, method, path, idempotencyKey, fault })
    if (fault !== null && failsFirst(fault, request, response)) return

    const body = await readJson(request)
    const reply = (): Reply => {
      if (found instanceof Refusal) throw found
      if (found === null) return { status: 200, body: JSON.stringify(options.document()) }
      return performFound(found, { path, query, body, idempotencyKey, correlationId })
    }
    answer(request, response, fault, replyOrProblem(reply))
  }

  function performFound(
    { route, parameters }: Found,
    given: { path: string; query: URLSearchParams; body: unknown; idempotencyKey: string | null; correlationId: string | null },
  ): Reply {
    const { path, idempotencyKey, correlationId } = given
    const input = readers.get(route)?.(parameters, given.query, given.body)
    const { status, body, replayed } = perform(db, { route, path, input, idempotencyKey, correlationId, now: now() })
    return { status, body, ...(replayed ? { headers: { 'idempotency-replayed': 'true' } } : {}) }
  }

  /** Faults after it was done. */
  function answer(request: IncomingMessage, response: ServerResponse, fault: FaultMode | null, reply: Reply): void {
    if (fault === 'drop_after') request.socket.destroy()
    else if (fault === 'garbage') send(response, { status: 200, body: '{"@@":["this is not what was promised"]}' })
    else if (fault === 'slow') setTimeout(() => send(response, reply), slowMs).unref()
    else send(response, reply)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (!response.headersSent && !request.socket.destroyed)
        send(
          response,
          replyOrProblem(() => raise(error)),
        )
    })
  })
  // A client that keeps connections open should not meet one that is just being closed.
  server.keepAliveTimeout = 60_000
  return server
}

/** Faults that do nothing. */
function failsFirst(fault: FaultMode, request: IncomingMessage, response: ServerResponse): boolean {
  if (fault === 'drop_before') request.socket.destroy()
  else if (fault === '500') send(response, problemReply(500, 'Something broke here. Nothing was done.'))
  else if (fault === '429')
    send(response, { ...problemReply(429, 'Too many requests. Try again in a second.'), headers: { 'retry-after': '1' } })
  else if (fault !== 'timeout') return false
  request.resume()
  return true
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(body), ...headers })
  response.end(body)
}

function replyOrProblem(work: () => Reply): Reply {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) return problemReply(error.status, error.message, error.errors)
    process.stderr.write(`${JSON.stringify({ level: 'error', message: String(error instanceof Error ? error.stack : error) })}\n`)
    return problemReply(500, 'Something broke here. Nothing was done.')
  }
}

function problemReply(status: number, detail: string, errors?: Refusal['errors']): Reply {
  return { status, body: JSON.stringify(problem(status, detail, errors)) }
}

function attempt<T>(work: () => T): T | Refusal {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function raise(error: unknown): never {
  throw error
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' && value !== '' && value.length <= 255 ? value : null
}
