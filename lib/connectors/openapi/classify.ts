import { AttemptError, isJsonObject } from '#lib/core/index.ts'
import type { OutboundAnswer, OutboundError } from '#lib/platform/outbound-http.ts'
import { retryAfterMs } from './retry-after.ts'

/** What an attempt keeps of what was sent and what came back; no secrets. */
export interface Seen {
  request: { method: string; path: string }
  status?: number
  excerpt?: string
  /** The other side's own name for the request, where its answer has one that is not ours. */
  theirRequestId?: string
}

export interface Exchange {
  /** The connection's title, for the sentences. */
  title: string
  seen: Seen
  now: Date
}

const maxWords = 500

/** The contract's table for an answer that is not a 2xx. */
export function classifyStatus(answer: OutboundAnswer, { title, seen, now }: Exchange): AttemptError {
  const { status, headers } = answer
  const retryAfter = retryAfterMs(headers['retry-after'], now)
  const options = { seen, ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }) }
  if (status === 429) return new AttemptError('before_effect', `${title} takes no more requests at the moment (429).`, options)
  if (status === 503 && headers['retry-after'] !== undefined) {
    return new AttemptError('before_effect', `${title} is not available at the moment (503).`, options)
  }
  if (status >= 400 && status < 500)
    return new AttemptError('refused', `${title} refused this (${status})${problemWords(seen.excerpt)}`, { seen })
  if (status >= 500) return new AttemptError('unknown', `${title} failed (${status}); whether it happened is not known.`, { seen })
  return new AttemptError('unknown', `${title} answered ${status}, which says neither yes nor no.`, { seen })
}

/** The contract's table for a request without a whole answer. */
export function classifyFailure(error: OutboundError, { title, seen }: Exchange): AttemptError {
  const options = { seen, cause: error }
  switch (error.failure) {
    case 'connect':
      return new AttemptError('before_effect', `${title} could not be reached: ${error.message}`, options)
    case 'blocked':
      return new AttemptError('refused', error.message, options)
    case 'timeout':
      return new AttemptError('unknown', `${title} did not answer in time.`, options)
    case 'cut':
      return new AttemptError('unknown', `The connection to ${title} was cut before the answer was there.`, options)
    case 'redirect':
    case 'too_large': {
      // A read changes nothing, and asking again would bring the same.
      const reads = seen.request.method === 'GET' || seen.request.method === 'HEAD'
      return new AttemptError(reads ? 'refused' : 'unknown', `${title}: ${error.message}`, options)
    }
  }
}

/** What the server says about its refusal: RFC 9457's detail or title, or what other APIs call it. */
function problemWords(excerpt: string | undefined): string {
  if (excerpt === undefined || excerpt === '') return '.'
  const words = problemDetail(excerpt) ?? excerpt
  return `: ${words.replace(/\s+/g, ' ').trim().slice(0, maxWords)}`
}

function problemDetail(text: string): string | null {
  let problem: unknown
  try {
    problem = JSON.parse(text)
  } catch {
    return null
  }
  if (!isJsonObject(problem)) return null
  const inner = isJsonObject(problem.error) ? problem.error : {}
  const words = [problem.detail, problem.message, problem.error_description, inner.message, problem.error, problem.title]
  return words.find((word): word is string => typeof word === 'string' && word !== '') ?? null
}
