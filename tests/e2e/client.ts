import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { demoPassword } from '#demo/organisation.ts'
import { childEnvironment } from '#lib/platform/env.ts'
import type { System } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'

// biome-ignore lint/suspicious/noExplicitAny: the tests say themselves what they expect of an answer.
export type Json = any

export interface Answered {
  status: number
  headers: Headers
  text: string
  json: Json
}

/** Someone who speaks HTTP to the running system. */
export interface Client {
  /** `body` is sent as JSON; text and bytes go as they are. `path` begins with `/`. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>
  get(path: string): Promise<Json>
  post(path: string, body?: unknown): Promise<Json>
  /** For a browser: the session, empty with a key. */
  cookies: { name: string; value: string; url: string }[]
}

export type DemoPersonName = 'admin' | 'approver' | 'approver2' | 'member' | 'auditor'

/** Nobody at all. */
export function stranger(url: string): Client {
  return clientOf(url, {}, [])
}

/** A person of the demo with the session of a browser. */
export async function signIn(url: string, who: DemoPersonName): Promise<Client> {
  const csrf = await fetch(`${url}/api/auth/csrf`)
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: pairs(csrf), origin: url },
    body: JSON.stringify({ email: `${who}@acme.test`, password: demoPassword, csrfToken, json: 'true' }),
  })
  if (!answer.ok) throw new Error(`${who} could not sign in: ${await answer.text()}`)
  const cookie = pairs(answer)
  const cookies = cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return { name, value: value.join('='), url }
  })
  return clientOf(url, { cookie, origin: url }, cookies)
}

/** The same person through an API key, made as the README says. */
export async function makeKey(system: System, who: DemoPersonName, scope?: 'decide'): Promise<Client> {
  const flags = [
    '--name',
    `test ${who} ${scope ?? 'plain'}`,
    '--owner',
    `${who}@acme.test`,
    ...(scope === undefined ? [] : ['--scope', scope]),
  ]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', resolve('scripts/commands/key.ts'), ...flags], {
    env: childEnvironment({ DATA_DIR: system.dataDir }) as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [said, complained] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    complained += chunk.toString()
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`no key for ${who}: ${complained}`)
  return clientOf(system.url, { authorization: `Bearer ${said.trim().split('\n').at(-1)}` }, [])
}

/** The action once a worker has prepared it: the answer to asking for it, or for a change of it, does not wait longer than seconds. */
export function prepared(by: Client, asked: Json): Promise<Json> {
  let action = asked
  const waits = () => action.status === 'requested' || (action.status === 'awaiting_approval' && action.digest === null)
  return waitFor(
    async () => {
      if (waits()) action = await by.get(`/actions/${asked.id}`)
      return !waits() && action
    },
    { within: 30_000, what: `${asked.operation} prepared` },
  )
}

function clientOf(url: string, own: Record<string, string>, cookies: Client['cookies']): Client {
  const send: Client['send'] = async (method, path, body, headers = {}) => {
    const raw = typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...own, ...headers },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null }
  }
  const wanted = async (method: string, path: string, body?: unknown) => {
    const { status, text, json } = await send(method, `/api/v1${path}`, body)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
    return json
  }
  return { send, cookies, get: (path) => wanted('GET', path), post: (path, body) => wanted('POST', path, body) }
}

function pairs(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ')
}
