import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal.ts'

const maxBytes = 1024 * 1024

/** The JSON body, or undefined where there is none. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= maxBytes) chunks.push(chunk)
  }
  if (bytes > maxBytes) throw new Refusal(413, 'A body is at most 1 MiB.')
  if (bytes === 0) return undefined
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== 'application/json' && !type.endsWith('+json')) throw new Refusal(415, 'Send the body as application/json.')
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new Refusal(400, 'The body is not valid JSON.')
  }
}
