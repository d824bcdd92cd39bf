import { APICallError, RetryError } from 'ai'

/** Why a model did not answer, as the end of a sentence that people read; never what the other side wrote. */
export function failureWords(error: unknown): string {
  const last = RetryError.isInstance(error) ? error.lastError : error
  if (isTimeout(last)) return 'it did not answer in time'
  const status = APICallError.isInstance(last) ? last.statusCode : undefined
  if (status === undefined) return 'it could not be reached'
  if (status === 401 || status === 403) return 'it refused the key'
  if (status === 429) return 'it had too many requests'
  if (status >= 500) return 'it is overloaded or down'
  return 'it refused the request'
}

/** Status and kind of a failure for the log: nothing that could hold a key or a person's words. */
export function failureFacts(error: unknown): { kind: string; status: number | null } {
  const last = RetryError.isInstance(error) ? error.lastError : error
  return {
    kind: last instanceof Error ? last.name : typeof last,
    status: APICallError.isInstance(last) ? (last.statusCode ?? null) : null,
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
}
