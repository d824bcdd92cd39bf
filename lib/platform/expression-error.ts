import { EvaluationError, ParseError } from '@marcbachmann/cel-js'

/** Why an evaluation gave no value; `at` is the character (from 0) in the expression. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  readonly at: number

  constructor(message: string, at: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.at = at
  }
}

/** What the library, or we, have to say about an expression, and the character that it is about. */
export function describedError(error: unknown): { message: string; at: number } {
  if (error instanceof ExpressionError) return { message: error.message, at: error.at }
  if (error instanceof ParseError || error instanceof EvaluationError) {
    return { message: error.summary, at: error.range?.start ?? error.node?.pos ?? 0 }
  }
  if (error instanceof Error) {
    // The library's own TypeError has the same two fields.
    const { summary, range } = error as Error & { summary?: string; range?: { start: number } }
    return { message: summary ?? error.message, at: range?.start ?? 0 }
  }
  return { message: String(error), at: 0 }
}
