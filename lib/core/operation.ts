import type { Effect, Repeat, Role } from './effect.ts'
import { hashJson } from './json.ts'
import type { Change, Preview } from './preview.ts'
import type { Schema } from './schema.ts'

/** What a preview, run, check or undo is given besides the input. `client` is the connector's own way to reach the system. */
export interface OperationContext<Client = unknown> {
  client: Client
  actionId: string
  signal: AbortSignal
  /** Names this attempt to the other side, for its logs and ours. Only a run has one. */
  requestId?: string
  /** Called right before the first byte of what has an effect; throws when nothing may be sent any more. Only a run has one. */
  beforeSend?: () => void
  /** Told the other side's own name for the request, where its answer has one. Only a run has one. */
  answeredAs?: (theirRequestId: string) => void
}

/** What a read finds out about an outcome that nobody saw. */
export type CheckAnswer<Output> = { happened: true; output: Output } | { happened: false } | { happened: 'unknown' }

/** Another operation and its input, which takes this one's effect back. */
export interface UndoRequest {
  operation: string
  input: unknown
}

interface Declared<Input, Output, Client> {
  /** `<connection>.<verb_noun>`, snake_case. */
  name: string
  title: string
  description: string
  repeat: Repeat
  input: Schema<Input>
  output: Schema<Output>
  /** Sentences people would say; `{field}` stands for an input. */
  examples: readonly string[]
  /** Raised by hand when `run` changes its meaning. */
  revision: number
  /** The words on the button, "Refund 49.90 EUR"; the title where there is none. */
  label?: (input: Input) => string
  /** Where money stands in the input other than as {amount, currency}. `null`: an amount is there that could not be read. */
  amounts?: (input: Input) => readonly { amount: string; currency: string }[] | null
  /** How often it is tried, and for how long from its first attempt on; else the connection's and the house's limits hold. */
  retry?: { attempts?: number; withinMs?: number }
  /** Only holders of this role may use it, whatever the policy says; else every member. */
  requesterRole?: Role
  /** Never among the tools of a model: what a model reads must not reach it. */
  notForModels?: true
  /** What it brings back was written by people outside the organisation. */
  outside: boolean
  /** Anything else that belongs to the declaration and so to the version (method, path, extensions). */
  extra?: unknown
  run: (input: Input, context: OperationContext<Client>) => Promise<Output>
  check?: (input: Input, context: OperationContext<Client>) => Promise<CheckAnswer<Output>>
}

/** `live` previews read the outside and run in the worker. */
export type PreviewMaker<Input, Client> =
  | { live: false; make: (input: Input) => Preview }
  | { live: true; make: (input: Input, context: OperationContext<Client>) => Promise<Preview> }

/** A done action, as its undo is worked out from it: what was sent, what came back, and what its preview showed as `before`, by path. */
export interface Done<Input, Output> {
  input: Input
  output: Output
  before: Readonly<Record<string, Change['before']>>
}

export type Undo<Input, Output> = { undoable: true; undo: (done: Done<Input, Output>) => UndoRequest } | { undoable: false; why: string }

/** The declaration: `effect` decides what else is asked for, and the compiler says so. */
export type OperationDeclaration<Input, Output, Client> = Declared<Input, Output, Client> &
  (
    | { effect: 'read' }
    | { effect: 'write'; preview: PreviewMaker<Input, Client>; undo: Undo<Input, Output> }
    | { effect: 'irreversible'; preview: PreviewMaker<Input, Client> }
  )

/** An operation as everything else sees it. */
export interface Operation<Input = unknown, Output = unknown, Client = unknown> extends Declared<Input, Output, Client> {
  effect: Effect
  preview: PreviewMaker<Input, Client> | null
  undo: Undo<Input, Output>
  /** sha256 over RFC 8785 of name, effect, repeat, both schemas, revision (and extra). */
  version: string
}

/** What an operation's version is made of; also for those whose declaration is stored. */
export function operationVersion(declared: {
  name: string
  effect: Effect
  repeat: Repeat
  input: { json: unknown }
  output: { json: unknown }
  revision: number
  extra?: unknown
}): string {
  const { name, effect, repeat, revision, extra } = declared
  return hashJson({
    name,
    effect,
    repeat,
    input: declared.input.json,
    output: declared.output.json,
    revision,
    ...(extra === undefined ? {} : { extra }),
  })
}

/** The one way to make an operation. */
export function defineOperation<Input, Output, Client = unknown>(
  declared: OperationDeclaration<Input, Output, Client>,
): Operation<Input, Output, Client> {
  return {
    ...declared,
    preview: declared.effect === 'read' ? null : declared.preview,
    undo:
      declared.effect === 'write'
        ? declared.undo
        : { undoable: false, why: declared.effect === 'read' ? 'Reading changes nothing.' : 'This cannot be undone.' },
    version: operationVersion(declared),
  }
}
