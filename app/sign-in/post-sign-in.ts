export interface Refusal {
  detail: string
  errors: readonly { path: string; message: string }[]
}

const cannotReach: Refusal = { detail: 'The server can’t be reached. Nothing was sent on; try again shortly.', errors: [] }

/** Signs in and answers null, or why not. */
export async function postSignIn(provider: 'credentials' | 'link', fields: Readonly<Record<string, string>>): Promise<Refusal | null> {
  try {
    const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string }
    const response = await fetch(`/api/auth/callback/${provider}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...fields, csrfToken, json: 'true' }),
    })
    const answer = (await response.json()) as Partial<Refusal> & { url?: string }
    if (!response.ok) return { detail: answer.detail ?? 'Signing in did not work. Try again shortly.', errors: answer.errors ?? [] }
    // next-auth sends those back to its form whose cookie did not come along.
    const sentBack = answer.url?.includes('csrf=true') ?? true
    return sentBack
      ? { detail: 'Your browser did not keep the cookie that signing in needs. Allow cookies for this page.', errors: [] }
      : null
  } catch {
    return cannotReach
  }
}
