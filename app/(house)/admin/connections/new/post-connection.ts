import type { Answered } from '../../answered.ts'
import type { Limits } from '../read-limits.ts'

/** What `POST /api/v1/connections` takes. */
export interface ConnectionRequest {
  name: string
  title?: string
  openapi?: string
  url?: string
  tags?: string[]
  baseUrl?: string
  auth?: Readonly<Record<string, string>>
  environment: string
  confirm: boolean
  allowPrivate: boolean
  limits?: Limits
}

/** What was made of the document, and what was not. */
export interface MadeConnection {
  connection: { id: string; name: string; title: string }
  operations: { name: string; title: string; effect: string; confirmed: boolean }[]
  leftOut: { operation: string; why: string }[]
}

/** Asks the API, not a server function: documents are larger (16 MiB) than what server functions take. */
export async function postConnection(request: ConnectionRequest): Promise<Answered<MadeConnection>> {
  const response = await fetch('/api/v1/connections', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  const answer = (await response.json()) as unknown
  if (response.ok) return { made: answer as MadeConnection }
  const { detail, title, errors } = answer as { detail?: string; title?: string; errors?: { path: string; message: string }[] }
  return { problem: detail ?? title ?? `The server answered ${response.status}. Nothing was made.`, errors: errors ?? [] }
}
