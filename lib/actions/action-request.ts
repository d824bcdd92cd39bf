import { findOperation } from '#lib/connectors/index.ts'
import { AppError, type Via } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import type { Platform, Tx } from '#lib/platform/index.ts'
import type { ModelFacts } from '#lib/policy/index.ts'

/** Where a request came from, when it was a conversation. */
export interface Origin {
  conversationId: string
  turnId: string
  toolCallId: string
  tainted: boolean
  sources: readonly unknown[]
  /** The model that asked, and how sure it was, where it says so. */
  model?: ModelFacts | undefined
}

export interface ActionRequest {
  caller: Caller
  via: Via
  operation: string
  connection?: string | undefined
  input: unknown
  reason?: string | undefined
  /** Actions that must have succeeded first. */
  after?: readonly string[] | undefined
  origin?: Origin | undefined
  /** What the action that this one repeats or takes back had read from outside: it goes along. */
  carried?: { tainted: boolean; sources: unknown } | undefined
  retryOfId?: string | undefined
  /** The rejected action that this one puts right. */
  correctsId?: string | undefined
  /** The action that this one takes back. */
  undoOfId?: string | undefined
  /** The turn whose actions are taken back together. */
  undoTurnId?: string | undefined
  traceId: string
  /** Runs in the transaction that makes the action. */
  within?: ((tx: Tx, actionId: string) => Promise<void>) | undefined
}

/** The operation and the parsed input, or `invalid` with the fields that do not fit, `forbidden`, `not_found`. */
export async function checkRequest(platform: Platform, request: Pick<ActionRequest, 'caller' | 'operation' | 'connection' | 'input'>) {
  requireAbility(request.caller, 'action.request')
  const connected = await findOperation(platform, {
    person: request.caller,
    operation: request.operation,
    ...(request.connection === undefined ? {} : { connection: request.connection }),
  })
  const parsed = connected.operation.input.parse(request.input)
  if (!parsed.ok) {
    throw new AppError('invalid', `The input does not fit “${connected.operation.title}”.`, {
      errors: parsed.errors.map(({ path, message }) => ({ path: path === '' ? 'input' : `input.${path}`, message })),
    })
  }
  return { connected, input: parsed.value }
}
