import { Pool } from 'undici'

/** A caller of the API with a key, over connections that stay open. */
export interface ApiClient {
  /** Sends and reads JSON. Throws with what came back when it is not a success. */
  call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>
  /** Sends JSON and hands on each event of the stream that comes back, parsed, until its end. */
  stream(path: string, body: unknown, onEvent: (event: { type?: string }) => void): Promise<void>
  close(): Promise<void>
}

export function createApiClient({ url, key, connections }: { url: string; key: string; connections: number }): ApiClient {
  const pool = new Pool(url, { connections, bodyTimeout: 60_000, headersTimeout: 60_000 })
  const send = async (method: 'GET' | 'POST', path: string, body: unknown, accept: string) => {
    const headers = { authorization: `Bearer ${key}`, accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    const answer = await pool.request({
      method,
      path: `/api/v1${path}`,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    })
    if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${await answer.body.text()}`)
    return answer.body
  }
  return {
    async call<T>(method: 'GET' | 'POST', path: string, body?: unknown) {
      return (await (await send(method, path, body, 'application/json')).json()) as T
    },
    async stream(path, body, onEvent) {
      let rest = ''
      for await (const piece of (await send('POST', path, body, 'text/event-stream')).setEncoding('utf8')) {
        const events = (rest + piece).split('\n\n')
        rest = events.pop() ?? ''
        for (const event of events) if (event.startsWith('data: {')) onEvent(JSON.parse(event.slice(6)) as { type?: string })
      }
    },
    close: () => pool.close(),
  }
}
