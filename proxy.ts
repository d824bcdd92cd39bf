import { type NextRequest, NextResponse } from 'next/server'
import { readEnv } from '#lib/platform/env.ts'
import { pageHeaders } from '#lib/platform/security-headers.ts'
import { refuseRequest } from './app/refuse-request.ts'

/** Pages that need nobody to be signed in. */
const open = /^\/sign-in(\/|$)/
/** Under https and without. Whether the session in it still holds, each page finds out for itself. */
const sessionCookies = ['__Secure-next-auth.session-token', 'next-auth.session-token']

/** Before every page: the answer's security headers, for those without a session the way to the sign-in page, and no to what is no request. */
export async function proxy(request: NextRequest): Promise<Response> {
  const { PUBLIC_URL } = readEnv()
  const { pathname, search } = request.nextUrl
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const headers = pageHeaders({
    nonce,
    https: PUBLIC_URL.startsWith('https:'),
    development: process.env.NODE_ENV === 'development',
  })
  const place = `${pathname}${search}`
  const refused = mayPass(request) ? await refuseRequest(request, PUBLIC_URL) : toSignIn(request, place)
  const response = refused ?? passOn(request, headers, place)
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

function mayPass({ nextUrl, cookies }: NextRequest): boolean {
  return open.test(nextUrl.pathname) || sessionCookies.some((name) => cookies.has(name))
}

function passOn(request: NextRequest, pageHeaders: Record<string, string>, path: string): NextResponse {
  const headers = new Headers(request.headers)
  // Next.js finds the nonce for its own scripts in this header of the request.
  headers.set('content-security-policy', pageHeaders['content-security-policy'] ?? '')
  headers.set('x-countersign-path', path)
  return NextResponse.next({ request: { headers } })
}

function toSignIn({ nextUrl }: NextRequest, path: string): NextResponse {
  const target = nextUrl.clone()
  target.pathname = '/sign-in'
  target.search = path === '/' ? '' : `?next=${encodeURIComponent(path)}`
  return NextResponse.redirect(target)
}

export const config = {
  // The API answers for itself; what the build made and public files need neither.
  matcher: ['/((?!api/|_next/static/|_next/image|favicon\\.ico$|icon\\.|robots\\.txt$).*)'],
}
