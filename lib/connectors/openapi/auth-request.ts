import { z } from 'zod'
import { AppError } from '#lib/core/index.ts'
import { type AuthScheme, authScheme } from './auth.ts'

const secret = z.string().min(1).max(8_192)

/** How a connection signs in, as people give it: the scheme, with the secret in it or apart. */
export const authRequest = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('bearer'), token: secret.optional() }),
  z.object({ type: z.literal('basic'), username: z.string().max(512).optional(), password: secret.optional() }),
  z.object({ type: z.literal('apiKey'), in: z.enum(['header', 'query', 'cookie']), name: z.string(), value: secret.optional() }),
])
export type AuthRequest = z.infer<typeof authRequest>

/** The scheme, which may be stored and shown, and the secret, which is sealed. Throws AppError `invalid`. */
export function splitAuth(given: AuthRequest, apart: string | undefined): { auth: AuthScheme; credential: string | null } {
  const parsed = authScheme.safeParse(given)
  if (!parsed.success) throw new AppError('invalid', 'The name of the API key must be of letters, digits, - and _.')
  const credential = apart ?? inside(given)
  if (credential !== null && !/^[\x20-\x7e]*$/.test(credential)) {
    throw new AppError('invalid', 'The credential holds a character that cannot be sent: a line break, or one beyond ASCII.')
  }
  return { auth: parsed.data, credential }
}

function inside(given: AuthRequest): string | null {
  if (given.type === 'bearer') return given.token ?? null
  if (given.type === 'basic') return given.password === undefined ? null : `${given.username ?? ''}:${given.password}`
  return given.type === 'apiKey' ? (given.value ?? null) : null
}
