import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BackOfficeOptions, startBackOffice } from './back-office.ts'

export interface Reply {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

export interface SendOptions {
  body?: unknown
  key?: string
  correlation?: string
}

/** A back office of its own on free ports, for one test file. */
export async function startTestBackOffice(options: Partial<BackOfficeOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'back-office-'))
  const backOffice = await startBackOffice({
    port: 0,
    smtpPort: 0,
    databaseFile: join(folder, 'back-office.sqlite'),
    slowMs: 300,
    ...options,
  })

  async function send(
    method: string,
    path: string,
    { body, key, correlation = key }: SendOptions = {},
    signal?: AbortSignal,
  ): Promise<Reply> {
    const response = await fetch(backOffice.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(correlation === undefined ? {} : { 'x-correlation-id': correlation }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
    return { status: response.status, headers: response.headers, body: (await response.json()) as Reply['body'] }
  }

  return {
    ...backOffice,
    folder,
    send,
    async journal(key: string) {
      return (await send('GET', `/_journal?key=${key}`)).body.items as { operation: string; key: string; effect: Record<string, unknown> }[]
    },
    async requests(key: string) {
      return (await send('GET', `/_requests?key=${key}`)).body.items as { operation: string; fault: string | null }[]
    },
    async stop() {
      await backOffice.close()
      await rm(folder, { recursive: true })
    },
  }
}

export type TestBackOffice = Awaited<ReturnType<typeof startTestBackOffice>>

export function euros(amount: string) {
  return { amount, currency: 'EUR' }
}
