import { z } from 'zod'
import { isJsonObject, type JsonObject } from '#lib/core/index.ts'

const headerName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'a name of letters, digits, - and _')

/** How requests of a connection are signed; the secret itself is sealed elsewhere. */
export const authScheme = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('bearer') }),
  z.object({ type: z.literal('basic') }),
  z.object({ type: z.literal('apiKey'), in: z.enum(['header', 'query', 'cookie']), name: headerName }),
])
export type AuthScheme = z.infer<typeof authScheme>

/** The scheme that a document asks for first: of its `security`, else of its components. OAuth and OpenID tokens are sent as bearer. */
export function readAuth(document: JsonObject): AuthScheme | null {
  const components = isJsonObject(document.components) ? document.components : {}
  const schemes = isJsonObject(components.securitySchemes) ? components.securitySchemes : {}
  const asked = Array.isArray(document.security)
    ? document.security.flatMap((entry) => (isJsonObject(entry) ? Object.keys(entry) : []))
    : []
  for (const name of [...asked, ...Object.keys(schemes)]) {
    const scheme = toAuth(schemes[name])
    if (scheme !== null) return scheme
  }
  return null
}

function toAuth(scheme: unknown): AuthScheme | null {
  if (!isJsonObject(scheme)) return null
  if (scheme.type === 'oauth2' || scheme.type === 'openIdConnect') return { type: 'bearer' }
  if (scheme.type === 'http') {
    const kind = String(scheme.scheme).toLowerCase()
    return kind === 'bearer' || kind === 'basic' ? { type: kind } : null
  }
  const parsed = authScheme.safeParse(scheme)
  return parsed.success ? parsed.data : null
}

export interface SignedParts {
  headers: Record<string, string>
  query: Record<string, string>
}

/** What signing adds to a request. Basic credentials are `user:password`. */
export function signed(auth: AuthScheme, credential: string | null): SignedParts {
  if (credential === null || auth.type === 'none') return { headers: {}, query: {} }
  if (auth.type === 'bearer') return { headers: { authorization: `Bearer ${credential}` }, query: {} }
  if (auth.type === 'basic') return { headers: { authorization: `Basic ${Buffer.from(credential).toString('base64')}` }, query: {} }
  if (auth.in === 'query') return { headers: {}, query: { [auth.name]: credential } }
  if (auth.in === 'cookie') return { headers: { cookie: `${auth.name}=${encodeURIComponent(credential)}` }, query: {} }
  return { headers: { [auth.name.toLowerCase()]: credential }, query: {} }
}
