import { AppError } from '#lib/core/index.ts'
import { checkJson } from './check-json.ts'

/** What is read of a body that is too large, so that its sender gets to hear the answer: then the connection is cut. */
const drainedBytes = 64 * 1024 * 1024

/** The JSON of a request; `{}` where there is no body. Throws `too_large`, `unsupported_type`, `malformed`, `invalid`. */
export async function readBody(request: Request, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes)
  if (bytes.length === 0) return {}
  requireJsonType(request.headers.get('content-type'))
  const value = parse(bytes)
  const errors = checkJson(value)
  if (errors.length > 0) throw new AppError('invalid', 'The body holds something that can’t be taken.', { errors })
  return value
}

/** The bytes of a request’s body. Throws `too_large`. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const kept: Uint8Array[] = []
  let seen = 0
  const reader = request.body?.getReader()
  while (reader !== undefined && seen <= drainedBytes) {
    const { done, value } = await reader.read()
    if (done) break
    seen += value.byteLength
    if (seen <= maxBytes) kept.push(value)
  }
  if (seen <= maxBytes) return Buffer.concat(kept)
  await reader?.cancel().catch(() => undefined)
  throw new AppError('too_large', `The body is larger than ${inWords(maxBytes)}.`)
}

function requireJsonType(contentType: string | null): void {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';')
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith('charset='))
  const isJson = /^application\/([a-z0-9.-]+\+)?json$/.test(type.trim())
  if (isJson && (charset === undefined || /^charset="?utf-?8"?$/.test(charset))) return
  throw new AppError('unsupported_type', 'Send JSON in UTF-8, with Content-Type: application/json.')
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new AppError('malformed', 'The body is not JSON in UTF-8.', { cause })
  }
}

function inWords(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MiB` : `${bytes} bytes`
}
