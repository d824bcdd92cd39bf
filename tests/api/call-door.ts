import { encode } from 'next-auth/jwt'
import { createApiKey, createPerson, type PersonView } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'

export const origin = 'http://127.0.0.1:3000'
const system = { kind: 'system', id: null } as const

export interface TestCaller {
  person: PersonView
  /** Headers of a request by API key. */
  byKey: Record<string, string>
  /** Headers of a request from a page of ours. */
  byCookie: Record<string, string>
}

let made = 0

/** A person with these roles, and both ways in. */
export async function testCaller(
  platform: Platform,
  roles: ('member' | 'approver' | 'admin' | 'auditor')[],
  scopes: 'decide'[] = [],
): Promise<TestCaller> {
  made += 1
  const person = await createPerson(platform, { email: `caller${made}@example.test`, name: `Caller ${made}`, roles, actor: system })
  const { key } = await createApiKey(platform, { ownerId: person.id, name: 'test', scopes, actor: system })
  const sealed = await encode({ token: { sub: person.id, sessionVersion: 1 }, secret: platform.env.AUTH_SECRET ?? '' })
  return {
    person,
    byKey: { authorization: `Bearer ${key}` },
    byCookie: { cookie: `theme=dark; next-auth.session-token=${sealed}`, origin },
  }
}

export interface Sent {
  headers?: Record<string, string> | undefined
  /** Sent as JSON, unless it is text or bytes: those go as they are. */
  body?: unknown
  params?: unknown
}

/** Calls a route's function as Next.js would. */
export async function call(
  door: (request: Request, context?: { params: Promise<unknown> }) => Promise<Response>,
  method: string,
  path: string,
  { headers = {}, body, params = {} }: Sent = {},
) {
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const sent = body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const request = new Request(`${origin}${path}`, { method, headers: { ...type, ...headers }, ...sent })
  const response = await door(request, { params: Promise.resolve(params) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: text === '' ? null : JSON.parse(text) }
}
