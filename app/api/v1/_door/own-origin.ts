import { AppError } from '#lib/core/index.ts'

/**
 * A browser sends its cookie along with what another site makes it send, but then names that site as the origin. So what
 * changes something by cookie must come from a page of ours. Throws `forbidden`.
 */
export function requireOwnOrigin(headers: Headers, publicUrl: string): void {
  const origin = headers.get('origin')
  const { origin: ours, protocol } = new URL(publicUrl)
  if (origin !== null && (origin === ours || origin === `${protocol}//${headers.get('host')}`)) return
  throw new AppError('forbidden', 'With a session cookie this takes a page of ours (its Origin header). Programs use an API key.')
}
