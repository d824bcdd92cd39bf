import type { NextAuthOptions, User } from 'next-auth'
import { AppError, isAppError } from '#lib/core/index.ts'
import {
  callerBySession,
  lookAtSignInLink,
  makeFirstAdmin,
  type SignedIn,
  secureCookies,
  sessionOfToken,
  sessionSeconds,
  signIn,
  signInByLink,
} from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'

export interface AuthRequest {
  /** The address of the other end, as our own server saw it. */
  peer: string | null
  /** Is told why a sign-in was refused: next-auth itself keeps but a word of it. */
  refused: (error: AppError) => void
}

/** next-auth as this house uses it: a session is a sealed token that names a person and a version, both looked up again each time. */
export function authOptions(platform: Platform, { peer, refused }: AuthRequest): NextAuthOptions {
  const attempt = async (work: () => Promise<SignedIn>): Promise<User | null> => {
    try {
      return await work()
    } catch (error) {
      const known = isAppError(error) ? error : new AppError('unavailable', 'Signing in does not work at the moment. Try again shortly.')
      if (known !== error) platform.log.error({ err: error }, 'a sign-in failed')
      refused(known)
      if (known.code === 'unauthenticated') return null
      throw new Error(known.code)
    }
  }
  return {
    ...(platform.env.AUTH_SECRET === undefined ? {} : { secret: platform.env.AUTH_SECRET }),
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    useSecureCookies: secureCookies(platform.env),
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      {
        id: 'credentials',
        name: 'Password',
        type: 'credentials',
        credentials: {},
        authorize: (given) => attempt(() => signIn(platform, { email: text(given, 'email'), password: text(given, 'password'), peer })),
      },
      {
        id: 'link',
        name: 'One-time link',
        type: 'credentials',
        credentials: {},
        authorize: (given) => attempt(() => followLink(platform, given)),
      },
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => ownAddress(url, baseUrl),
      jwt: ({ token, user }) => (user ? { sub: user.id, sessionVersion: user.sessionVersion } : token),
      session: async ({ session, token }) => {
        const held = sessionOfToken(token)
        const caller = held === null ? null : await callerBySession(platform, held)
        // Thrown, not answered: then next-auth takes the cookie back.
        if (caller === null) throw new Error('this session has ended')
        return { expires: session.expires, user: { id: caller.personId, name: caller.name, email: caller.email, roles: [...caller.roles] } }
      },
    },
    logger: {
      error: (code, metadata) => platform.log.info({ code, metadata }, 'next-auth refused'),
      warn: (code) => platform.log.debug({ code }, 'next-auth'),
      debug: () => undefined,
    },
  }
}

async function followLink(platform: Platform, given: Given): Promise<SignedIn> {
  const token = text(given, 'token')
  const link = await lookAtSignInLink(platform, token)
  if (link?.purpose !== 'first_admin') return signInByLink(platform, { token })
  const [email, name, password] = [text(given, 'email'), text(given, 'name'), text(given, 'password')]
  return makeFirstAdmin(platform, { token, email, name, password })
}

type Given = Readonly<Record<string, unknown>> | undefined

function text(given: Given, name: string): string {
  const value = given?.[name]
  return typeof value === 'string' ? value : ''
}

/** Where to go afterwards: to a page of ours, else to the first one. */
function ownAddress(url: string, baseUrl: string): string {
  const target = URL.canParse(url, baseUrl) ? new URL(url, baseUrl) : null
  return target?.origin === baseUrl ? target.href : baseUrl
}
