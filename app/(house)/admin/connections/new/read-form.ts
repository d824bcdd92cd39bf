import { readLimits } from '../read-limits.ts'
import type { ConnectionRequest } from './post-connection.ts'

export type AuthKind = 'document' | 'none' | 'apiKey' | 'bearer' | 'basic'

/** What stands in the form as the API takes it; what was left empty is left out. */
export function readForm(form: FormData): ConnectionRequest {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const given = <Key extends string>(key: Key, value: string) => (value === '' ? {} : ({ [key]: value } as { [name in Key]: string }))
  const tags = text('tags')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
  const limits = Object.fromEntries(Object.entries(readLimits(form)).filter(([, value]) => value !== null))
  const auth = readAuth(text('auth') as AuthKind, form)
  return {
    name: text('name'),
    ...given('title', text('title')),
    ...given('openapi', String(form.get('openapi') ?? '')),
    ...given('url', text('url')),
    ...given('baseUrl', text('baseUrl')),
    ...(tags.length === 0 ? {} : { tags }),
    ...(auth === null ? {} : { auth }),
    environment: text('environment'),
    confirm: form.has('confirm'),
    allowPrivate: form.has('allowPrivate'),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  }
}

function readAuth(kind: AuthKind, form: FormData): Readonly<Record<string, string>> | null {
  const secret = String(form.get('secret') ?? '')
  const given = (key: string) => (secret === '' ? {} : { [key]: secret })
  if (kind === 'none') return { type: 'none' }
  if (kind === 'bearer') return { type: 'bearer', ...given('token') }
  if (kind === 'basic') return { type: 'basic', username: String(form.get('username') ?? ''), ...given('password') }
  if (kind === 'apiKey') return { type: 'apiKey', in: 'header', name: String(form.get('keyHeader') ?? '').trim(), ...given('value') }
  return null
}
