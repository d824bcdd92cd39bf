import type { z } from 'zod'
import type { Ability, Caller } from '#lib/people/index.ts'
import type { Platform, Tx } from '#lib/platform/index.ts'

/** Who may come in: whoever has the ability, or `anyone`, signed in or not. */
export type Permission = Ability | 'anyone'

/** What a door says about itself: enough to guard it, to describe it in the OpenAPI document and to try it in a test. */
export interface DoorOptions<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  May extends Permission = Permission,
> {
  /** One line for the OpenAPI document. */
  summary: string
  permission: May
  /** A path that does not fit is not there: 404. */
  params?: Params
  query?: Query
  body?: Body
  /** What it answers, for the document. */
  answer?: z.ZodType
  /** Of the usual answer; 200, or 204 without a body. */
  status?: number
  /** Of the body; 1 MiB. */
  maxBytes?: number
  /** Not JSON, for the document: `text/event-stream`. */
  streams?: string
  /**
   * For a POST that creates: it then takes an `Idempotency-Key`. Answers for a thing that was made before a crash, as the
   * handler would have. The handler hands `within` to what makes the thing.
   */
  replay?: (context: DoorContext<z.output<Params>, z.output<Query>, z.output<Body>, CallerOf<May>> & { resourceId: string }) => unknown
}

export type CallerOf<May extends Permission> = May extends 'anyone' ? Caller | null : Caller

export interface DoorContext<Params, Query, Body, Who> {
  platform: Platform
  request: Request
  params: Params
  query: Query
  body: Body
  caller: Who
  traceId: string
  /** To be run in the transaction that makes the thing, with its id: ties it to the request's Idempotency-Key, if it has one. */
  within: (tx: Tx, resourceId: string) => Promise<void>
}

/** What Next.js calls, and what tells about itself. */
export interface Door {
  (request: Request, context?: { params: Promise<unknown> }): Promise<Response>
  readonly door: DoorOptions
}
