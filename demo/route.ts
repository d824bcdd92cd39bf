import type { Database } from './database.ts'

export type JsonSchema = { readonly [key: string]: unknown }

/** What a request changed, for the journal: a sentence and the facts behind it. */
export interface Effect {
  summary: string
  [fact: string]: unknown
}

export interface RouteContext {
  db: Database
  /** ISO 8601, UTC. */
  now: string
  /** The Idempotency-Key, where the operation takes one. */
  key: string | null
}

/** `effect` null: the request changed nothing (it was so already). */
export interface Answer {
  body: object
  effect: Effect | null
}

/** What is the same for every operation of the back office: declared once, served, validated against and published from here. */
interface Declared {
  tag: 'commerce' | 'helpdesk' | 'crm'
  operationId: string
  summary: string
  description: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: `/${string}`
  parameters?: Readonly<Record<string, JsonSchema>>
  /** Parameters of the query that must be there; those of the path always must. */
  required?: readonly string[]
  body?: JsonSchema
  /** Status of the answer when it went well: 200 where nothing is said. */
  status?: 200 | 201
  /** A name in the document's `components.schemas`. */
  answer: string
  /** Which refusals its rules know, besides 404 and 422. */
  conflicts?: string
  /** Whether it takes an Idempotency-Key. */
  takesKey: boolean
  /** The `x-countersign-*` members, without their prefix. */
  countersign: Readonly<Record<string, unknown>>
}

export interface Route extends Declared {
  run(input: unknown, context: RouteContext): Answer
}

/** An operation that reads. `Input` is what the declared parameters let through. */
export function reading<Input>(
  declared: Omit<Declared, 'method' | 'takesKey'> & { run: (input: Input, context: RouteContext) => object },
): Route {
  const { run, ...rest } = declared
  return { ...rest, method: 'GET', takesKey: false, run: (input, context) => ({ body: run(input as Input, context), effect: null }) }
}

/** An operation that changes something. `Input` is what the declared parameters and body let through. */
export function changing<Input>(declared: Declared & { run: (input: Input, context: RouteContext) => Answer }): Route {
  const { run, ...rest } = declared
  return { ...rest, run: (input, context) => run(input as Input, context) }
}

/** `commerce.refund_order`: the operation's name in journal and requests. */
export function operationName({ tag, operationId }: Pick<Route, 'tag' | 'operationId'>): string {
  return `${tag}.${operationId.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
}
