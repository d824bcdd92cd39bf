import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'undici'

export interface Reply<T> {
  status: number
  body: T
  replayed: boolean
  /** How often it had to be asked until there was an answer. */
  tries: number
}

export interface CallOptions {
  body?: unknown
  /** Sent with every try. */
  idempotencyKey?: string
  /** The first try is given up after so many milliseconds, wherever it is by then. */
  hangUpMs?: number | null
}

/** A caller of the API with a key, who asks again until there is an answer. */
export interface ApiCaller {
  /** Whatever is neither a cut connection, a time-out, a 5xx, a 429 nor "still under way" is an answer. Throws when none came in time. */
  insist<T>(method: 'GET' | 'POST', path: string, options?: CallOptions): Promise<Reply<T>>
  /** Every page of a list. */
  list<T>(path: string): Promise<T[]>
  close(): Promise<void>
}

const patienceMs = 20_000
const pauseMs = 150

/** With several addresses each try goes to the next one, as a load balancer would have it. */
export function createApiCaller({
  url,
  key,
  givenUpAfterMs,
}: {
  url: string | readonly string[]
  key: string
  givenUpAfterMs: number
}): ApiCaller {
  const pools = [url].flat().map((each) => new Pool(each, { connections: 48, headersTimeout: patienceMs, bodyTimeout: patienceMs }))
  let turn = 0
  const nextPool = () => pools[turn++ % pools.length] as Pool

  async function once<T>(
    method: 'GET' | 'POST',
    path: string,
    options: CallOptions,
    signal: AbortSignal,
  ): Promise<Reply<T> & { retryAfterMs: number }> {
    const { body, idempotencyKey } = options
    const headers = {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    }
    const text = body === undefined ? null : JSON.stringify(body)
    const answer = await nextPool().request({ method, path: `/api/v1${path}`, headers, body: text, signal })
    const taken = await answer.body.text()
    return {
      status: answer.statusCode,
      body: readJson(taken) as T,
      replayed: answer.headers['idempotency-replayed'] === 'true',
      retryAfterMs: Number(answer.headers['retry-after'] ?? 0) * 1000,
      tries: 1,
    }
  }

  const insist: ApiCaller['insist'] = async (method, path, options = {}) => {
    const until = performance.now() + givenUpAfterMs
    let last = 'nothing was tried'
    for (let tries = 1; performance.now() < until; tries += 1) {
      const signal = AbortSignal.timeout(tries === 1 && options.hangUpMs ? options.hangUpMs : patienceMs)
      try {
        const { retryAfterMs, ...reply } = await once<never>(method, path, options, signal)
        const underWay = reply.status === 409 && retryAfterMs > 0
        if (reply.status < 500 && reply.status !== 429 && !underWay) return { ...reply, tries }
        last = `${reply.status} ${JSON.stringify(reply.body).slice(0, 300)}`
        await wait(Math.max(pauseMs, Math.min(retryAfterMs, 1_000)))
      } catch (error) {
        last = String((error as Error).message)
        await wait(pauseMs)
      }
    }
    throw new Error(`${method} ${path} had no answer in ${givenUpAfterMs / 1000} s; the last: ${last}`)
  }

  return {
    insist,
    async list<T>(path: string) {
      const items: T[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
        const { status, body } = await insist<{ items: T[]; nextCursor: string | null }>(
          'GET',
          `${path}${path.includes('?') ? '&' : '?'}limit=200${more}`,
        )
        if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`)
        items.push(...body.items)
        cursor = body.nextCursor
      }
      return items
    },
    close: async () => void (await Promise.all(pools.map((pool) => pool.destroy()))),
  }
}

/** An error page of a server that is just starting is no JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
