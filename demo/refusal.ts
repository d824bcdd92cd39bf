const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not possible',
  429: 'Too many requests',
  500: 'Internal error',
}

export interface FieldProblem {
  path: string
  message: string
}

export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  errors?: readonly FieldProblem[]
}

export function problem(status: number, detail: string, errors?: readonly FieldProblem[]): Problem {
  return { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, ...(errors === undefined ? {} : { errors }) }
}

/** Thrown where a request is refused. `detail` is plain words for the person who asked. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly errors: readonly FieldProblem[] | undefined

  constructor(status: number, detail: string, errors?: readonly FieldProblem[]) {
    super(detail)
    this.status = status
    this.errors = errors
  }
}
