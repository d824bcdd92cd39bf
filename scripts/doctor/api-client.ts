import { AppError } from '#lib/core/index.ts'

/** Someone who calls the public API, as anyone may. */
export interface ApiClient {
  /** Sends and reads JSON. Throws AppError 'unavailable' with what came back when it is not a success. */
  call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T>
}

const timeoutMs = 35_000

/** A program with an API key. */
export function withKey(url: string, key: string): ApiClient {
  return clientOf(url, { authorization: `Bearer ${key}` })
}

/** A person with e-mail address and password, as a browser signs in. */
export async function signedIn(url: string, { email, password }: { email: string; password: string }): Promise<ApiClient> {
  const signal = AbortSignal.timeout(timeoutMs)
  const csrf = await fetch(`${url}/api/auth/csrf`, { signal })
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: cookies(csrf), origin: url },
    body: JSON.stringify({ email, password, csrfToken, json: 'true' }),
    signal,
  })
  if (!answer.ok) throw new AppError('unavailable', `${email} could not sign in (${answer.status}): was the password changed?`)
  return clientOf(url, { cookie: cookies(answer), origin: url })
}

function clientOf(url: string, headers: Record<string, string>): ApiClient {
  return {
    async call<T>(method: 'GET' | 'POST', path: string, body?: unknown) {
      const answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { ...headers, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      })
      const text = await answer.text()
      if (answer.ok) return JSON.parse(text) as T
      throw new AppError('unavailable', `${method} /api/v1${path} answered ${answer.status}: ${problemOf(text)}`)
    },
  }
}

function problemOf(text: string): string {
  try {
    const { detail, errors = [] } = JSON.parse(text) as { detail?: string; errors?: { path: string; message: string }[] }
    return [detail, ...errors.map(({ path, message }) => `${path}: ${message}`)].filter(Boolean).join(' ')
  } catch {
    return text.slice(0, 200)
  }
}

function cookies(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
