import { type LookupOptions, lookup } from 'node:dns'
import { isIP } from 'node:net'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import { hostAndPort, isPublicAddress } from './outbound-address.ts'

/** What became of a request that brought no whole answer. `connect` and `blocked`: nothing was sent. */
export type OutboundFailure = 'blocked' | 'connect' | 'timeout' | 'cut' | 'too_large' | 'redirect'

export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly failure: OutboundFailure
  /** The status line that came before things went wrong, if one did. */
  readonly status: number | undefined

  /** `message` is plain words, without the address's secrets. */
  constructor(failure: OutboundFailure, message: string, options: { status?: number | undefined; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.failure = failure
    this.status = options.status
  }
}

export interface OutboundRequest {
  method: string
  url: URL
  headers?: Readonly<Record<string, string>>
  body?: string
  signal: AbortSignal
  /** Bytes of the body that are taken in. */
  maxBytes: number
  /** A connection of its own, so that a stale kept-alive one cannot leave the outcome open. */
  fresh?: boolean
  /**
   * Called once the connection stands, right before the request's first byte (a redirect's is not asked about). What it throws comes
   * out of `send` as it is: nothing was sent then, and the connection is closed.
   */
  beforeSend?: (() => void) | undefined
}

export interface OutboundAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  body: Buffer
}

export interface Outbound {
  send(request: OutboundRequest): Promise<OutboundAnswer>
  /** Lets what is under way end, and takes nothing more. */
  close(): Promise<void>
}

const connectTimeoutMs = 5_000
const maxRedirects = 3

/**
 * HTTP to other companies' systems. The address is checked when connecting, after DNS: only the public internet and the
 * `host:port`s of `allowedHosts` are reached. GETs follow redirects on the same host; others follow none.
 * `send` throws OutboundError for everything but an answer, and what `beforeSend` throws.
 */
export function createOutbound({ allowedHosts = [] }: { allowedHosts?: readonly string[] } = {}): Outbound {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()))
  const connect = guardedConnector(allowed)
  const kept = new Agent({ connect, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 })
  const fresh = new Agent({ connect, pipelining: 0, headersTimeout: 0, bodyTimeout: 0 })

  async function once(request: OutboundRequest): Promise<OutboundAnswer> {
    const { method, url, headers = {}, body, signal, beforeSend } = request
    const answer = await (request.fresh ? fresh : kept)
      .compose(lastLook(signal, beforeSend))
      .request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: method as 'GET',
        headers: { ...headers },
        body: body ?? null,
        signal,
      })
      .catch((error: unknown) => {
        throw error instanceof HeldBack ? error.cause : failureOf(error, signal)
      })
    const taken: Record<string, string> = {}
    for (const [name, value] of Object.entries(answer.headers)) taken[name] = Array.isArray(value) ? value.join(', ') : (value ?? '')
    return { status: answer.statusCode, headers: taken, body: await readBody(answer.body, answer.statusCode, request) }
  }

  return {
    async send(request) {
      if (request.url.protocol !== 'http:' && request.url.protocol !== 'https:') {
        throw new OutboundError('blocked', 'Only http and https addresses can be reached.')
      }
      let current = request
      for (let redirects = 0; ; redirects += 1) {
        const answer = await once(current).catch((error: unknown) => {
          throw redirects === 0 ? error : afterSending(error)
        })
        const location = answer.headers.location
        const follows = [301, 302, 303, 307, 308].includes(answer.status) && location !== undefined
        if (!follows || (request.method !== 'GET' && request.method !== 'HEAD')) return answer
        const target = URL.canParse(location, current.url) ? new URL(location, current.url) : null
        if (target === null || target.origin !== request.url.origin) {
          throw new OutboundError('redirect', 'The server sent us on to another host, which is not followed.', { status: answer.status })
        }
        if (redirects >= maxRedirects) {
          throw new OutboundError('redirect', 'The server sent us on too many times.', { status: answer.status })
        }
        current = { ...current, url: target, beforeSend: undefined }
      }
    },
    async close() {
      await Promise.all([kept.close(), fresh.close()])
    },
  }
}

/** Carries through undici what kept a request from being sent. */
class HeldBack extends Error {}

/**
 * undici starts a request when its connection stands and writes it in the same go. It closes the connection of one that is aborted
 * there.
 */
function lastLook(signal: AbortSignal, beforeSend: (() => void) | undefined): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        try {
          beforeSend?.()
          if (signal.aborted) throw new OutboundError('connect', 'The time was over before there was a connection.')
        } catch (error) {
          controller.abort(new HeldBack('nothing was sent', { cause: error }))
          return
        }
        handler.onRequestStart?.(controller, context)
      },
      onResponseStart: (...answer) => handler.onResponseStart?.(...answer),
      onResponseData: (...chunk) => handler.onResponseData?.(...chunk),
      onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
      onResponseError: (...failure) => handler.onResponseError?.(...failure),
    })
}

function guardedConnector(allowed: ReadonlySet<string>): buildConnector.connector {
  const open = buildConnector({ timeout: connectTimeoutMs })
  const guarded = buildConnector({ timeout: connectTimeoutMs, lookup: publicLookup } as buildConnector.BuildOptions)
  return (options, callback) => {
    const hostname = options.hostname.replace(/^\[|\]$/g, '')
    const port = options.port || (options.protocol === 'https:' ? '443' : '80')
    const isAllowed = allowed.has(`${options.hostname.toLowerCase()}:${port}`)
    if (!isAllowed && isIP(hostname) !== 0 && !isPublicAddress(hostname)) {
      callback(blocked(hostname), null)
      return
    }
    // Whatever fails in here, fails before a byte of the request was sent.
    const connect = isAllowed ? open : guarded
    connect(options, (error, socket) => {
      if (error === null) callback(null, socket as never)
      else
        callback(
          error instanceof OutboundError ? error : new OutboundError('connect', connectWords(error, hostname), { cause: error }),
          null,
        )
    })
  }
}

function publicLookup(
  hostname: string,
  options: LookupOptions,
  callback: (error: Error | null, address: string | { address: string; family: number }[], family?: number) => void,
): void {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, [])
    const reachable = found.filter(({ address }) => isPublicAddress(address))
    const [first] = reachable
    if (first === undefined) return callback(blocked(hostname), [])
    if (options.all) callback(null, reachable)
    else callback(null, first.address, first.family)
  })
}

function blocked(hostname: string): OutboundError {
  return new OutboundError('blocked', `${hostname} is not on the public internet, and this connection does not allow it.`)
}

function connectWords(error: Error & { code?: string }, hostname: string): string {
  const code = error.code ?? ''
  if (code === 'ECONNREFUSED') return `${hostname} refused the connection.`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `The name ${hostname} was not found.`
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return `${hostname} could not be reached within ${connectTimeoutMs / 1000} s.`
  if (/CERT|TLS|SSL|ALTNAME/.test(code)) return `No secure connection to ${hostname} could be made (${code}).`
  return `${hostname} could not be reached${code === '' ? '' : ` (${code})`}.`
}

function failureOf(error: unknown, signal: AbortSignal, status?: number): OutboundError {
  if (error instanceof OutboundError) return error
  if (signal.aborted) return new OutboundError('timeout', 'There was no whole answer in time.', { status, cause: error })
  return new OutboundError('cut', 'The connection was cut before there was a whole answer.', { status, cause: error })
}

/** A redirect that could not be followed came after a request that was sent. */
function afterSending(error: unknown): unknown {
  if (!(error instanceof OutboundError) || error.failure !== 'connect') return error
  return new OutboundError('cut', error.message, { cause: error })
}

async function readBody(body: AsyncIterable<Buffer>, status: number, { maxBytes, signal }: OutboundRequest): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      size += chunk.length
      if (size > maxBytes) throw new OutboundError('too_large', `The answer is larger than ${maxBytes / 1024} KiB.`, { status })
      chunks.push(chunk)
    }
  } catch (error) {
    // An error's status says all there is to know about the effect; its body is only for reading.
    if (status < 400) throw failureOf(error, signal, status)
  }
  return Buffer.concat(chunks)
}

/** Whether a base URL's host is named in a way that can only be this machine or a private network. */
export function isPrivateHost(url: URL): boolean {
  const hostname = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (isIP(hostname) !== 0) return !isPublicAddress(hostname)
  return hostname === 'localhost' || /\.(localhost|local|internal|lan|home|intranet)$/.test(hostname) || !hostname.includes('.')
}

export { hostAndPort, isPublicAddress }
