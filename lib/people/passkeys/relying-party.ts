import { AppError } from '#lib/core/index.ts'
import { type Env, isLoopback } from '#lib/platform/env.ts'

/** Whom passkeys are made for and sign to. */
export interface RelyingParty {
  /** The domain that a passkey belongs to for good: with another one, none of them works any more. */
  rpId: string
  /** The one address whose pages may ask for it. */
  origin: string
}

/**
 * Made from `PUBLIC_URL`. WebAuthn takes domain names alone, over https or on `localhost`: for this machine's own address (127.0.0.1)
 * that is localhost on the same port. Null where browsers would refuse: another bare IP address, or plain http.
 */
export function relyingPartyOf({ PUBLIC_URL }: Pick<Env, 'PUBLIC_URL'>): RelyingParty | null {
  const { protocol, hostname, origin, port } = new URL(PUBLIC_URL)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isLoopback(host)) return { rpId: 'localhost', origin: `${protocol}//localhost${port === '' ? '' : `:${port}`}` }
  const isAddress = host.includes(':') || /^\d+(\.\d+){3}$/.test(host)
  return isAddress || protocol !== 'https:' ? null : { rpId: host, origin }
}

/** Throws `unavailable` where passkeys can't work. */
export function requireRelyingParty(env: Pick<Env, 'PUBLIC_URL'>): RelyingParty {
  const party = relyingPartyOf(env)
  if (party !== null) return party
  throw new AppError(
    'unavailable',
    'Passkeys do not work at this address: they take https and a domain name. An admin sets PUBLIC_URL to one (docs/passkeys.md).',
  )
}
