import { decode } from 'next-auth/jwt'
import { z } from 'zod'
import type { Env } from '#lib/platform/index.ts'

/** Seconds from sign-in to the next sign-in: a working week. */
export const sessionSeconds = 7 * 24 * 3600

export interface Session {
  personId: string
  sessionVersion: number
}

/** Whether cookies go over https only. */
export function secureCookies(env: Pick<Env, 'PUBLIC_URL'>): boolean {
  return env.PUBLIC_URL.startsWith('https:')
}

/** next-auth's own names, by which it finds its cookies again. */
export function sessionCookieName(env: Pick<Env, 'PUBLIC_URL'>): string {
  return secureCookies(env) ? '__Secure-next-auth.session-token' : 'next-auth.session-token'
}

const tokenSchema = z.object({ sub: z.uuid(), sessionVersion: z.int() })

/** What a session's token says; null for what is no token of ours any more. */
export function sessionOfToken(token: unknown): Session | null {
  const parsed = tokenSchema.safeParse(token)
  return parsed.success ? { personId: parsed.data.sub, sessionVersion: parsed.data.sessionVersion } : null
}

/** Opens the session cookie of a request. Whether the session still holds is in the database. */
export async function readSessionCookie(env: Env, headers: Headers): Promise<Session | null> {
  const sealed = cookieOf(headers, sessionCookieName(env))
  if (sealed === undefined || env.AUTH_SECRET === undefined) return null
  const token = await decode({ token: sealed, secret: env.AUTH_SECRET }).catch(() => null)
  return sessionOfToken(token)
}

function cookieOf(headers: Headers, name: string): string | undefined {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const [key, ...rest] = part.trim().split('=')
    if (key === name) return rest.join('=')
  }
  return undefined
}
