import { setTimeout as wait } from 'node:timers/promises'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AttemptError, retryDefaults } from '#lib/core/index.ts'
import { createOutbound, OutboundError } from '#lib/platform/outbound-http.ts'
import { type AuthScheme, signed } from './auth.ts'
import { addressOf, type BuiltRequest } from './build-request.ts'
import { classifyFailure, classifyStatus, type Exchange, type Seen } from './classify.ts'

/** Largest answer that is taken as a result, in bytes. */
export const maxResultBytes = 2 ** 20
const maxExcerpt = 2_000
const maxRequestId = 200

/** What a client needs to know of its connection. */
export interface HttpConnection {
  title: string
  baseUrl: string
  auth: AuthScheme | null
  settings: { deadlineMs?: number | undefined; ratePerSecond?: number | undefined; allowedHosts?: readonly string[] | undefined }
}

export interface SendContext {
  actionId: string
  signal: AbortSignal
  /** Where the other side takes our key; null sends none. */
  keyHeader?: string | null
  /** Nothing keeps this from happening twice: it gets a network connection of its own. */
  fresh?: boolean
  requestId?: string | undefined
  /** Called before a connection is made, and again right before the first byte; what it throws ends the attempt, with nothing sent. */
  beforeSend?: (() => void) | undefined
}

/** How operations of an imported connection reach their system. */
export interface HttpClient {
  /** The value of a 2xx answer (JSON parsed, text as text, null without a body) and what was seen. Throws AttemptError for all else. */
  send(request: BuiltRequest, context: SendContext): Promise<{ status: number; value: unknown; seen: Seen }>
  close(): Promise<void>
}

/** `credential` is the opened secret; it is sent, and kept out of everything that is remembered. */
export function createHttpClient({
  connection,
  credential,
  now = () => new Date(),
}: {
  connection: HttpConnection
  credential: string | null
  now?: () => Date
}): HttpClient {
  const { title, settings } = connection
  const outbound = createOutbound({ allowedHosts: settings.allowedHosts ?? [] })
  const auth = signed(connection.auth ?? { type: 'none' }, credential)
  const deadlineMs = settings.deadlineMs ?? retryDefaults.deadlineMs
  const rate = settings.ratePerSecond
  const limiter =
    rate === undefined ? null : new RateLimiterMemory({ points: Math.max(1, Math.floor(rate)), duration: rate < 1 ? 1 / rate : 1 })
  const withoutSecrets = secretRemover(connection.auth, credential)

  return {
    async send(request, { actionId, signal, keyHeader = null, fresh = false, requestId, beforeSend }) {
      const seen: Seen = { request: { method: request.method, path: addressOf(request) } }
      const exchange: Exchange = { title, seen, now: now() }
      const within = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
      if (limiter !== null) await takeTurn(limiter, within, exchange)
      // A deadline that passed in the queue sent nothing.
      if (within.aborted) throw new AttemptError('before_effect', 'There was no time left to send this.', { seen })
      const url = new URL(connection.baseUrl.replace(/\/+$/, '') + addressOf(request))
      for (const [name, value] of Object.entries(auth.query)) url.searchParams.append(name, value)
      const headers = {
        'user-agent': 'Countersign',
        ...request.headers,
        ...auth.headers,
        'x-correlation-id': actionId,
        ...(keyHeader === null ? {} : { [keyHeader.toLowerCase()]: actionId }),
        ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
      }
      const sent = { method: request.method, url, headers, signal: within, maxBytes: maxResultBytes, fresh, beforeSend }
      beforeSend?.()
      const answer = await outbound.send(request.body === null ? sent : { ...sent, body: request.body }).catch((error: unknown) => {
        if (!(error instanceof OutboundError)) throw error
        if (error.status !== undefined) seen.status = error.status
        throw classifyFailure(error, exchange)
      })
      const text = answer.body.toString('utf8')
      seen.status = answer.status
      const theirs = answer.headers['x-request-id']?.slice(0, maxRequestId)
      if (theirs && theirs !== requestId) seen.theirRequestId = withoutSecrets(theirs)
      seen.excerpt = withoutSecrets(text.slice(0, maxExcerpt))
      if (answer.status < 200 || answer.status > 299) throw classifyStatus(answer, exchange)
      return { status: answer.status, value: parsedBody(text, answer.headers['content-type'] ?? ''), seen }
    },
    close: () => outbound.close(),
  }
}

/** Waits for the connection's next free place, as long as the deadline allows. */
async function takeTurn(limiter: RateLimiterAbstract, signal: AbortSignal, { title, seen }: Exchange): Promise<void> {
  for (;;) {
    try {
      await limiter.consume('all')
      return
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      const freeInMs = Math.max(1, error.msBeforeNext)
      await wait(freeInMs, undefined, { signal }).catch(() => {
        throw new AttemptError('before_effect', `Too much is waiting for ${title}; its rate limit leaves no place for this now.`, {
          seen,
          retryAfterMs: freeInMs,
        })
      })
    }
  }
}

function parsedBody(text: string, contentType: string): unknown {
  if (text === '') return null
  if (/^text\/|[/+](xml|yaml)\b/i.test(contentType) && !/json/i.test(contentType)) return text
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: it will not fit the operation's schema unless that asks for text.
    return text
  }
}

/** Servers repeat what they were sent; a secret must not get into the record that way. */
function secretRemover(auth: AuthScheme | null, credential: string | null): (text: string) => string {
  if (credential === null || auth === null || auth.type === 'none') return (text) => text
  const forms = [
    credential,
    encodeURIComponent(credential),
    Buffer.from(credential).toString('base64'),
    ...(auth.type === 'basic' ? credential.split(':').slice(1) : []),
  ]
  const secrets = forms.filter((form) => form.length >= 4)
  return (text) => secrets.reduce((kept, secret) => kept.replaceAll(secret, '[secret]'), text)
}
