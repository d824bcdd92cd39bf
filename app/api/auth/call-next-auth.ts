import type { NextApiRequest, NextApiResponse } from 'next'
import nextAuthModule, { type NextAuthOptions } from 'next-auth'

export interface AuthCall {
  method: string
  /** `callback`, `credentials`. */
  segments: readonly string[]
  body: Readonly<Record<string, string>>
  cookies: Readonly<Record<string, string>>
  headers: Headers
}

// A CommonJS module: Node hands over the whole of it, bundlers its default.
const nextAuth = (nextAuthModule as { default?: typeof nextAuthModule }).default ?? nextAuthModule

/**
 * Calls next-auth with what was checked before, and nothing else of the request: handed the request itself it answers 500 to
 * cookies and addresses that are not what it expects.
 */
export async function callNextAuth(options: NextAuthOptions, { method, segments, body, cookies, headers }: AuthCall): Promise<Response> {
  const answer = { status: 200, headers: new Headers(), body: null as string | null }
  const response = {
    status(code: number) {
      answer.status = code
      return response
    },
    getHeader: (name: string) =>
      name.toLowerCase() === 'set-cookie' ? answer.headers.getSetCookie() : (answer.headers.get(name) ?? undefined),
    setHeader(name: string, value: string | readonly string[]) {
      answer.headers.delete(name)
      for (const one of [value].flat()) answer.headers.append(name, one)
      return response
    },
    json(value: unknown) {
      answer.headers.set('content-type', 'application/json')
      answer.body = JSON.stringify(value)
    },
    send(value: unknown) {
      answer.body = typeof value === 'string' ? value : JSON.stringify(value ?? {})
    },
    end: () => undefined,
  }
  const request = { method, query: { nextauth: [...segments] }, body, cookies, headers: Object.fromEntries(headers) }
  await nextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, options)
  return new Response(answer.body, { status: answer.status, headers: answer.headers })
}
