/**
 * The one error class of the house. The code decides everything that follows from it
 * (HTTP status, whether a retry helps, the sentence a user reads); the text of a message decides nothing.
 */
export const errorCodes = {
  malformed: { status: 400, title: 'The request could not be read' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'You may not do this' },
  not_found: { status: 404, title: 'There is nothing here' },
  conflict: { status: 409, title: 'Something changed meanwhile' },
  too_large: { status: 413, title: 'This is too large' },
  unsupported_type: { status: 415, title: 'This content type is not understood' },
  invalid: { status: 422, title: 'This does not fit' },
  too_many: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'Not available at the moment' },
} as const

export type ErrorCode = keyof typeof errorCodes

/** One place in an input that does not fit: `path` in dots (`amount.currency`), empty for the whole. */
export interface FieldError {
  path: string
  message: string
}

export interface AppErrorOptions {
  errors?: readonly FieldError[]
  /** Seconds after which a repeat makes sense. */
  retryAfter?: number
  /** Sent along in the answer, e.g. the action as it is now. */
  extra?: Readonly<Record<string, unknown>>
  cause?: unknown
}

export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly errors: readonly FieldError[]
  readonly retryAfter: number | undefined
  readonly extra: Readonly<Record<string, unknown>>

  /** `detail` is shown to people: what happened and what to do next. */
  constructor(code: ErrorCode, detail: string, options: AppErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.errors = options.errors ?? []
    this.retryAfter = options.retryAfter
    this.extra = options.extra ?? {}
  }
}

/** Whether `error` is an AppError, of that code if one is given. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code)
}
